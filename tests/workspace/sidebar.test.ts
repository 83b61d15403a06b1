import { askToSign, type Someone, staffText } from '../fakes/app.ts';
import { drawnCard } from '../fakes/card-v2.ts';
import { eachStore } from '../fakes/store.ts';
import { type GoogleSchool, googleSchool } from '../fakes/workspace.ts';

describe('the sidebar', () => {
  eachStore((fresh) => {
    let google: GoogleSchool;
    let anna: Someone;
    let sub: string;
    beforeEach(async () => {
      google = await googleSchool({ store: await (await fresh()).open() });
      anna = await google.t.person('Anna Bell');
      sub = await google.account(anna);
      await askToSign(google.t, [anna]);
    });
    afterEach(() => google.close());

    const signed = () => google.t.store.db.selectFrom('acknowledgements').selectAll().execute();

    test('begins with what waits for me, which I read, sign, and see signed; the ledger says that it was here', async () => {
      const home = await google.open(sub);
      expect(home.words).toContain('1 agreement waits for your signature');
      expect(home.words).toContain('By Friday 4 December 2026');

      const opened = await google.press(sub, home, 'Open');
      expect(opened).toMatchObject({
        status: 200,
        body: { renderActions: { action: { navigations: [{ pushCard: {} }] } } },
      });
      const ask = drawnCard(opened.body.renderActions.action.navigations[0].pushCard);
      expect(ask.buttons.map(({ url }) => url)).toContain('https://countersign.example/workspace');

      const accepted = await google.press(sub, ask, 'I have read and accept', { name: 'Anna Bell', job: 'Teacher' });
      const { navigations, notification } = accepted.body.renderActions.action;
      expect(navigations.map((step: object) => Object.keys(step))).toEqual([
        ['popToRoot'],
        ['updateCard'],
        ['pushCard'],
      ]);
      expect(drawnCard(navigations[1].updateCard).words).toContain('You have nothing to sign');
      expect(drawnCard(navigations[2].pushCard).words).toContain('Signed. Thank you.');
      expect(notification.text).toContain('Signed');
      expect(await signed()).toMatchObject([{ door: 'workspace', provider: 'google', object_id: sub }]);
    });

    test('shows the whole text section by section, and a page of it takes the place of the one before', async () => {
      const long = Array.from(
        { length: 120 },
        (_, i) => `Rule ${i + 1}: ${'I will think before I share. '.repeat(12)}`,
      );
      const ben = await google.t.person('Ben Osei');
      const his = await google.account(ben);
      await askToSign(google.t, [ben], staffText(long));
      let card = drawnCard(
        (await google.press(his, await google.open(his), 'Open')).body.renderActions.action.navigations[0].pushCard,
      );
      const read = card.buttons.find(({ label }) => label.startsWith('Read'))?.label as string;
      let seen = '';
      for (
        let label: string | undefined = read;
        label;
        label = card.buttons.find((each) => /^(Next|Read on)/.test(each.label))?.label
      ) {
        const { navigations } = (await google.press(his, card, label)).body.renderActions.action;
        card = drawnCard(Object.values(navigations[0])[0] as object);
        expect(card.widgets).toBeLessThanOrEqual(100);
        expect(card.bytes).toBeLessThanOrEqual(32_000);
        seen += card.words;
      }
      for (const i of [1, 60, 120]) expect(seen).toContain(`Rule ${i}:`);
    });

    test('takes a refusal with its reason', async () => {
      const home = await google.open(sub);
      const first = (answer: any) =>
        drawnCard(Object.values(answer.body.renderActions.action.navigations.at(-1))[0] as object);
      const ask = first(await google.press(sub, home, 'Open'));
      const why = first(await google.press(sub, ask, "I can't accept"));
      const done = first(
        await google.press(sub, why, 'Send to the headteacher', { reason: 'I have only my own phone.' }),
      );
      expect(done.words).toMatch(/headteacher/);
      const [assignment] = await google.t.store.db.selectFrom('assignments').select('state').execute();
      expect(assignment?.state).toBe('refused');
    });

    test('answers what cannot be done with a card over the form, which keeps what was typed', async () => {
      const ask = drawnCard(
        (await google.press(sub, await google.open(sub), 'Open')).body.renderActions.action.navigations[0].pushCard,
      );
      const { status, body } = await google.press(sub, ask, 'I have read and accept', { name: '', job: '' });
      expect(status).toBe(200);
      const { navigations, notification } = body.renderActions.action;
      expect(drawnCard(navigations[0].pushCard).words).toContain('Please type your full name.');
      expect(navigations).toHaveLength(1);
      expect(notification).toBeUndefined();
      expect(await signed()).toEqual([]);
    });

    test('leads home from anywhere, where things stand as they are now', async () => {
      const opened = await google.press(sub, await google.open(sub), 'Open');
      const ask = drawnCard(opened.body.renderActions.action.navigations[0].pushCard);
      const { navigations } = (await google.press(sub, ask, 'Home')).body.renderActions.action;
      expect(navigations.map((step: object) => Object.keys(step))).toEqual([['popToRoot'], ['updateCard']]);
    });

    test('shows somebody with a role how the others stand', async () => {
      const head = await google.t.person('Helen Tidswell', { roles: ['staff', 'headteacher'] });
      const home = await google.open(await google.account(head));
      expect(home.words).toContain('Your desk');
      expect(home.words).toContain('Staff ICT agreement 0 of 1 (0%)');
      expect(home.words).toContain('1 still to sign');
      expect(home.buttons.map(({ label }) => label)).toContain("Who hasn't signed");
      expect((await google.open(sub)).words).not.toContain('Your desk');
    });

    test('tells somebody whom the school does not know so, on a card', async () => {
      expect((await google.open('77')).words).toContain("I don't have you on the school's list.");
    });

    test('knows a newcomer by the address that their school gave them, once', async () => {
      await google.t.store.db.deleteFrom('accounts').where('object_id', '=', sub).execute();
      const event = await google.event(sub);
      const email = 'Anna.Bell@larkenmere.example';
      const userIdToken = (claims: object) => google.userToken(sub, { email, ...claims });
      const open = async (claims: object) => {
        const authorizationEventObject = {
          systemIdToken: await google.systemToken(),
          userIdToken: await userIdToken(claims),
        };
        const { body } = await google.post({ ...event, authorizationEventObject });
        return drawnCard(body.action.navigations[0].pushCard).words;
      };
      expect(await open({ email_verified: false })).toContain("I don't have you");
      expect(await open({})).toContain("I don't have you");
      expect(await open({ email_verified: true })).toContain('1 agreement waits');
      expect(await open({ email: 'someone.else@larkenmere.example', email_verified: true })).toContain(
        '1 agreement waits',
      );
    });

    test('asks for what it needs to know who it is, and does nothing before', async () => {
      const before = await google.contents();
      expect(await google.post(await google.event(null))).toEqual({
        status: 200,
        body: { requesting_google_scopes: { all_scopes: true } },
      });
      expect(await google.contents()).toEqual(before);
    });
  });
});
