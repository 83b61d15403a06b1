import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'csv-parse/sync';
import { pagesRouter } from '../../addon/pages/router.ts';
import { createHttp } from '../../infra/http.ts';
import { withChannels } from '../../shared/deliveries/index.ts';
import { viewOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { idOf, type Larkenmere, larkenmere, school } from './larkenmere.ts';

const MANAGER = 'Helen Tidswell';

eachStore((fresh) => {
  let l: Larkenmere;
  let server: Server;
  let url: string;
  const logged: string[] = [];

  const serve = async (rules = school) => {
    l = await larkenmere(await (await fresh()).open(), rules);
    const hear = (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`);
    const log = { info: hear, warn: hear, error: hear };
    const school = withChannels(rules, [l.mailbox]);
    const pages = pagesRouter({ store: l.store, clock: l.clock, school, log, places: [] });
    server = createHttp({ store: l.store, log, routers: [pages], stopping: () => false }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  beforeEach(() => serve());
  afterEach(async () => {
    logged.length = 0;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** The path of the link that somebody gets for what they say. */
  const linkFor = async (text: string, who = MANAGER): Promise<string> => {
    const link = viewOf(await l.as(who).say(text)).nodes.find((node) => node.kind === 'link');
    expect(link?.url).toMatch(/^https:\/\/countersign\.example\/download\/[\w-]{43}$/);
    return url + new URL(link?.url ?? '').pathname;
  };
  const take = async (link: string) => {
    const response = await fetch(link, { method: 'POST' });
    expect(response.status).toBe(200);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
  };
  const tableOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true });

  test('the list as one saw it, with what a spreadsheet needs', async () => {
    await l.signing('staff', 'Staff ICT agreement', [
      { person: 'Emre Yıldız', due: '2026-11-13' },
      { person: 'Denise Holroyd', state: 'acknowledged', closedAt: '2026-11-20T10:00:00.000Z' },
      { person: 'Stephen Garbutt', state: 'refused', closedAt: '2026-11-20T10:00:00.000Z' },
    ]);
    await l.delivered('staff', 'Emre Yıldız', 'sent', '2026-11-20T07:30:00.000Z');
    const csv = await take(await linkFor('export signatures'));
    expect(csv.startsWith('﻿Name,')).toBe(true);
    expect(csv.split('\r\n')).toHaveLength(5);
    expect(tableOf(csv)).toEqual([
      {
        Name: 'Denise Holroyd',
        Address: 'denise.holroyd@larkenmere.example',
        Department: 'Science',
        School: 'Larkenmere School',
        Agreement: 'Staff ICT agreement',
        State: 'signed',
        Due: '2026-12-04',
        Answered: '2026-11-20',
        'Last reached': '',
      },
      expect.objectContaining({
        Name: 'Emre Yıldız',
        State: 'overdue',
        Due: '2026-11-13',
        Answered: '',
        'Last reached': 'sent Friday',
      }),
      expect.objectContaining({ Name: 'Stephen Garbutt', State: "can't accept", Answered: '2026-11-20' }),
    ]);
  });

  test('"export it" is what the last answer was about', async () => {
    await l.signing('staff', 'Staff ICT agreement', [
      { person: 'Emre Yıldız', due: '2026-11-13' },
      'Denise Holroyd',
      'Kiran Patel',
      { person: 'Meera Patel', state: 'acknowledged' },
    ]);
    const names = async (text: string) => tableOf(await take(await linkFor(text))).map(({ Name }) => Name);
    await l.as(MANAGER).say("who hasn't signed");
    expect(await names('export it')).toEqual(['Denise Holroyd', 'Emre Yıldız', 'Kiran Patel']);
    await l.as(MANAGER).say('and in Science?');
    expect(await names('export it to excel')).toEqual(['Denise Holroyd', 'Emre Yıldız']);
    await l.as(MANAGER).say('just the overdue ones');
    expect(await names('csv')).toEqual(['Emre Yıldız']);
  });

  test('a name that a spreadsheet would run as a formula stays a name', async () => {
    const names = ['=HYPERLINK("http://evil.example")', '+44 7700', '-1+2', '@SUM(A1)', '\t=1', 'Ann "Nan", O’Brien'];
    await l.add(names);
    await l.signing('staff', 'Staff ICT agreement', names);
    const cells = tableOf(await take(await linkFor('export signatures'))).map(({ Name }) => Name);
    expect(cells.toSorted()).toEqual(
      [
        '\'=HYPERLINK("http://evil.example")',
        "'+44 7700",
        "'-1+2",
        "'@SUM(A1)",
        "'\t=1",
        'Ann "Nan", O’Brien',
      ].toSorted(),
    );
  });

  test('a scanner that follows the link takes nothing; the page says what it is', async () => {
    await l.signing('staff', 'Staff ICT agreement', ['Emre Yıldız']);
    const link = await linkFor('export signatures');
    for (const method of ['GET', 'HEAD']) {
      const response = await fetch(link, { method });
      expect(response.status).toBe(200);
      expect(await response.text()).not.toContain('Emre');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    }
    const taken = () => l.store.db.selectFrom('ledger').select('body').where('kind', '=', 'download').execute();
    expect(await taken()).toEqual([]);
    await take(link);
    expect((await taken()).map(({ body }) => JSON.parse(body))).toEqual([
      { by: idOf(MANAGER), lines: 1, personal: expect.any(String) },
    ]);
    const style = await fetch(`${url}/pages.css`);
    expect(style.headers.get('content-type')).toContain('text/css');
  });

  test('a link that is old, made up, or of somebody who may no longer have it gives nothing', async () => {
    await l.signing('staff', 'Staff ICT agreement', ['Emre Yıldız']);
    const link = await linkFor('export signatures');
    const status = async (method: string, to = link) => (await fetch(to, { method })).status;
    expect(await status('POST', `${url}/download/${'x'.repeat(43)}`)).toBe(404);
    expect(await status('GET', `${url}/download/%00'--`)).toBe(404);

    await l.store.db.updateTable('people').set({ leave_date: '2026-11-22' }).where('id', '=', idOf(MANAGER)).execute();
    expect(await status('POST')).toBe(404);
    await l.store.db.updateTable('people').set({ leave_date: null }).where('id', '=', idOf(MANAGER)).execute();
    expect(await status('POST')).toBe(200);
    await l.store.db.deleteFrom('person_roles').where('person', '=', idOf(MANAGER)).execute();
    expect(await status('POST')).toBe(404);

    const other = await linkFor('export signatures', 'Margaret Ashdown');
    l.clock.set('2026-11-23T09:09:59.000Z');
    expect(await status('POST', other)).toBe(200);
    l.clock.set('2026-11-23T09:10:01.000Z');
    expect([await status('GET', other), await status('POST', other)]).toEqual([404, 404]);
  });

  test('the token stands in no table and no log', async () => {
    await l.signing('staff', 'Staff ICT agreement', ['Emre Yıldız']);
    const link = await linkFor('export signatures');
    const token = link.split('/').at(-1) as string;
    expect(JSON.stringify(await l.store.db.selectFrom('downloads').selectAll().execute())).not.toContain(token);
    await l.store.db.schema.alterTable('ledger_head').renameTo('ledger_gone').execute();
    const response = await fetch(link, { method: 'POST' });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('Please try again');
    expect(logged).toHaveLength(1);
    expect(logged.join()).not.toContain(token);
  });

  test('somebody who may see figures only gets figures, small departments together', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await serve({ ...school, roles: { ...school.roles, governor: { sees: 'counts', may: ['export'] } } });
    const people = l.here.filter(({ department }) => ['Science', 'PE', 'Arts', 'Leadership'].includes(department));
    await l.signing(
      'staff',
      'Staff ICT agreement',
      people.map(({ name }) => name),
    );
    await l.signing('loan', 'Equipment loan agreement', ['Emre Yıldız', 'Kiran Patel']);
    const csv = await take(await linkFor('export signatures', 'Patricia Enderby'));
    expect(people.filter(({ name }) => csv.includes(name))).toEqual([]);
    expect(tableOf(csv).map((row) => [row.Agreement, row.Department, row.Asked])).toEqual([
      ['Staff ICT agreement', 'Leadership', '5'],
      ['Staff ICT agreement', 'Science', '6'],
      ['Staff ICT agreement', 'Smaller departments together', '6'],
    ]);
  });
});
