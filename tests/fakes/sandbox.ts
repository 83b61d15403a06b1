import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { SchoolPerson } from '../../infra/sandbox/shapes.ts';
import { createStandIn, type StandIn } from '../../infra/sandbox/stand-in.ts';
import { SANDBOX_SCHOOL } from '../../infra/settings.ts';
import { readSchool } from '../../shared/school.ts';
import { type Received, type Script, scriptedBot } from './scripted-bot.ts';

/** The sandbox's stand-ins on a port of their own, before a bot that a test scripts. */
export interface Standing {
  url: string;
  /** What the bot received. */
  received: Received[];
  people: SchoolPerson[];
  /** Whose tokens the tab takes. */
  signIn: StandIn['signIn'];
  /** A request to the server, JSON both ways. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** `keep`: its folder stays, for a restart. */
  stop(options?: { keep?: boolean }): Promise<void>;
}

const person = (name: string, email: string | null, more: Partial<SchoolPerson> = {}): SchoolPerson => ({
  name,
  email,
  objectId: null,
  department: 'Maths',
  jobTitle: 'Teacher of Maths',
  roles: ['staff'],
  startDate: '2020-09-01',
  leaveDate: null,
  ...more,
});

/** One of each kind that matters here; who has blocked the bot and so on is in school/scenario.yaml. */
export const PEOPLE: SchoolPerson[] = [
  person('Kiran Patel', 'kiran.patel@larkenmere.example', { objectId: '573028d5-69ec-44f8-b495-0ce475da9400' }),
  person('Funmilayo Adeyemi-Clarke', 'funmilayo.adeyemi-clarke@larkenmere.example'),
  person('Lee Hartshorn', 'lee.hartshorn@larkenmere.example', { department: 'Premises' }),
  person('Peter Wainscott', 'peter.wainscott@larkenmere.example', { department: 'SEND' }),
  person('Bethan Morgan-Pryce', 'bethan.morgan-pryce@larkenmere.example', { department: 'Primary' }),
  person('Dorothy Quaye', null, { objectId: '3b3758e6-97e3-4db8-9068-2fac4523e194', department: 'Premises' }),
];

export async function standing(
  script: Script = () => undefined,
  dataDir = mkdtempSync(join(tmpdir(), 'countersign-sandbox-')),
): Promise<Standing> {
  const http = express();
  const server: Server = await new Promise((resolve) => {
    const listening = http.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bot = scriptedBot(script);
  const sandbox = createStandIn({
    school: readSchool(join(SANDBOX_SCHOOL, 'school.yaml')),
    people: async () => PEOPLE,
    dataDir,
    serverUrl: () => url,
    clock: { now: () => new Date() },
  });
  http.use(bot.router, sandbox.router);
  return {
    url,
    received: bot.received,
    people: PEOPLE,
    signIn: sandbox.signIn,
    async ask(method, path, body) {
      const answer = await fetch(`${url}${path}`, {
        method,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
    },
    async stop({ keep = false } = {}) {
      sandbox.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (!keep) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
