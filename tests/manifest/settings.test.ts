import { manifestSettings } from '../../manifest/settings.ts';

const MicrosoftAppId = '3f0a6c1e-58d2-4b7f-9a10-6d2f0f4c9b21';
const GOOGLE_ADDON_SERVICE_ACCOUNT = 'service-482913@gcp-sa-gsuiteaddons.iam.gserviceaccount.com';
const PUBLIC_URL = 'https://sign.oakfield.example';

describe('the settings of a package', () => {
  test('without any, it is a sandbox package', () => {
    expect(manifestSettings({})).toEqual({
      appId: '11111111-2222-4333-8444-555555555555',
      publicUrl: 'https://countersign.example',
      endpoint: 'https://countersign.example/workspace',
      developer: {
        name: 'Countersign',
        websiteUrl: 'https://countersign.example',
        privacyUrl: 'https://countersign.example/privacy',
        termsOfUseUrl: 'https://countersign.example/terms',
      },
      sandbox: true,
    });
    expect(manifestSettings({ MicrosoftAppId: '', PUBLIC_URL: '', PRIVACY_URL: '' }).sandbox).toBe(true);
  });

  test('with an app id and an address, it is the school’s own, and needs no secret', () => {
    const settings = manifestSettings({ MicrosoftAppId: MicrosoftAppId.toUpperCase(), PUBLIC_URL: `${PUBLIC_URL}/` });
    expect(settings).toMatchObject({ appId: MicrosoftAppId, publicUrl: PUBLIC_URL, sandbox: false });
  });

  test('are for the doors that are set up: Teams, Google or both', () => {
    const endpoint = `${PUBLIC_URL}/workspace`;
    expect(manifestSettings({ MicrosoftAppId, PUBLIC_URL })).toMatchObject({ appId: MicrosoftAppId, endpoint: null });
    const google = { GOOGLE_ADDON_SERVICE_ACCOUNT, PUBLIC_URL };
    expect(manifestSettings(google)).toMatchObject({ appId: null, endpoint, sandbox: false });
    expect(manifestSettings({ ...google, MicrosoftAppId })).toMatchObject({ appId: MicrosoftAppId, endpoint });
    const GOOGLE_ADDON_URL = 'https://addon.oakfield.example/google';
    expect(manifestSettings({ ...google, GOOGLE_ADDON_URL }).endpoint).toBe(GOOGLE_ADDON_URL);
  });

  test('who is behind the app can be said', () => {
    const { developer } = manifestSettings({
      MicrosoftAppId,
      PUBLIC_URL,
      PUBLISHER_NAME: 'Oakfield School',
      PUBLISHER_URL: 'https://oakfield.example/ict',
      PRIVACY_URL: 'https://oakfield.example/privacy-notice',
      TERMS_URL: 'https://oakfield.example/ict-terms',
    });
    expect(developer).toEqual({
      name: 'Oakfield School',
      websiteUrl: 'https://oakfield.example/ict',
      privacyUrl: 'https://oakfield.example/privacy-notice',
      termsOfUseUrl: 'https://oakfield.example/ict-terms',
    });
  });

  test.each(['oakfield', '3f0a6c1e58d24b7f9a106d2f0f4c9b21', `${MicrosoftAppId}x`, `{${MicrosoftAppId}}`])(
    'an app id "%s" is refused',
    (id) => {
      expect(() => manifestSettings({ MicrosoftAppId: id, PUBLIC_URL })).toThrow(/^MicrosoftAppId: .*GUID$/);
    },
  );

  test.each([
    'http://sign.oakfield.example',
    'sign.oakfield.example',
    'ftp://sign.oakfield.example',
    'https://',
    'https://sign oakfield.example',
    'https://sign.oakfield.example/bot',
    'https://sign.oakfield.example/?a=1',
    'https://sign.oakfield.example/#tab',
    'https://ict:secret@sign.oakfield.example',
  ])('an address "%s" is refused', (url) => {
    expect(() => manifestSettings({ MicrosoftAppId, PUBLIC_URL: url })).toThrow(
      /^PUBLIC_URL: write https:\/\/ and the host alone, as https:\/\/countersign.example$/,
    );
  });

  test('a door without an address is refused, as is an address without a door: it would lead to the wrong place', () => {
    for (const door of [{ MicrosoftAppId }, { GOOGLE_ADDON_SERVICE_ACCOUNT }])
      expect(() => manifestSettings(door)).toThrow(/^PUBLIC_URL: write the https address/);
    expect(() => manifestSettings({ PUBLIC_URL })).toThrow(/^MicrosoftAppId: write the application \(client\) id/);
  });

  test('what Teams would not show of the publisher is refused', () => {
    expect(() => manifestSettings({ PUBLISHER_NAME: 'x'.repeat(33) })).toThrow(
      'PUBLISHER_NAME: write at most 32 characters',
    );
    expect(() => manifestSettings({ PRIVACY_URL: 'http://oakfield.example' })).toThrow(
      'PRIVACY_URL: write an https address',
    );
  });
});
