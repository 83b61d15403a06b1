import * as z from 'zod';
import type { MethodStrength } from '../../directories/port.ts';

/** One way to prove who one is, as Graph names it, and what it is worth as a second factor. */
interface Method {
  /** As a person would call it. */
  name: string;
  /** Null: not a second factor (a password, or only for resetting one). */
  strength: MethodStrength | null;
}

/** `/users/{id}/authentication/methods` (docs: authenticationmethods-overview). */
const BY_TYPE: Record<string, Method> = {
  password: { name: 'Password', strength: null },
  email: { name: 'Email address for resetting the password', strength: null },
  temporaryAccessPass: { name: 'Temporary access pass', strength: null },
  qrCodePin: { name: 'QR code with PIN', strength: null },
  phone: { name: 'Phone number', strength: 'phone' },
  softwareOath: { name: 'Authenticator app (codes)', strength: 'app' },
  hardwareOath: { name: 'Token that shows codes', strength: 'app' },
  microsoftAuthenticator: { name: 'Microsoft Authenticator', strength: 'app' },
  passwordlessMicrosoftAuthenticator: { name: 'Microsoft Authenticator', strength: 'app' },
  externalAuthentication: { name: 'Second factor of another provider', strength: 'app' },
  fido2: { name: 'Passkey or security key', strength: 'phishing-resistant' },
  windowsHelloForBusiness: { name: 'Windows Hello', strength: 'phishing-resistant' },
  platformCredential: { name: 'Platform credential of a Mac', strength: 'phishing-resistant' },
  x509Certificate: { name: 'Certificate', strength: 'phishing-resistant' },
};

/** `methodsRegistered` of the report (docs: userregistrationdetails); what isn't here is no second factor, or new. */
const BY_REPORT: [RegExp, MethodStrength | null][] = [
  [
    /^(passKey|fido|windowsHello|macOsSecureEnclaveKey|platformCredential|x509CertificateMultiFactor)/i,
    'phishing-resistant',
  ],
  [/^(microsoftAuthenticator|softwareOneTimePasscode|hardwareOneTimePasscode|externalAuthMethod)/i, 'app'],
  [/^(mobilePhone|alternateMobilePhone|officePhone|sms|voice)/i, 'phone'],
  [/^(password$|email|securityQuestion|temporaryAccessPass|qrCodePin|x509CertificateSingleFactor|none$)/i, null],
];

const ORDER: MethodStrength[] = ['phone', 'app', 'phishing-resistant'];

export const AuthenticationMethod = z.object({ '@odata.type': z.string().nullish(), id: z.string().nullish() });

/** "#microsoft.graph.fido2AuthenticationMethod" -> what it is; null for a kind that is new to us. */
export function methodOf(method: z.output<typeof AuthenticationMethod>): Method | null {
  const type = /^#microsoft\.graph\.(.+?)(AuthenticationMethod|Method)?$/.exec(method['@odata.type'] ?? '')?.[1];
  return (type && BY_TYPE[type]) || null;
}

/** undefined: a kind that is new to us. */
export const reportedStrength = (method: string): MethodStrength | null | undefined =>
  BY_REPORT.find(([pattern]) => pattern.test(method))?.[1];

export function strongest(strengths: (MethodStrength | null | undefined)[]): MethodStrength | null {
  return ORDER.findLast((strength) => strengths.includes(strength)) ?? null;
}
