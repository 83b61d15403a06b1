import { parseSchool, type School } from '../../shared/school.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, type TestApp, testApp, viewOf } from '../fakes/app.ts';
import type { TestDatabase } from '../fakes/store.ts';

/** A school with someone for every decision. `more` is added to its requests section. */
export const schoolWith = (more = ''): School =>
  parseSchool(`
school: { name: Larkenmere School }
roles:
  headteacher: { sees: school, may: [ask-for-others] }
  senior-leader: { sees: school, may: [ask-for-others] }
  business-manager: { sees: school, may: [requests] }
  ict-manager: { sees: school }
requests:
${more || '  kinds: {}'}
`);

/** A school day after another: what is asked for on Monday is waited for until Tuesday. */
export const tuesday = '2026-11-24T09:00:00Z';
export const wednesday = '2026-11-25T09:30:00Z';

export interface Cast extends TestApp {
  /** The school file, which a test may change while the product runs. */
  rules: School;
  teacher: Someone;
  head: Someone;
  ict: Someone;
  senior: Someone;
  office: Someone;
}

/** A school's people: a teacher who asks, and those who decide. */
export async function cast(database: TestDatabase, rules = schoolWith()): Promise<Cast> {
  const app = await testApp(await database.open(), rules);
  return {
    ...app,
    rules,
    async settle() {
      await app.settle();
      // A card that is being sent can't be changed yet: that is tried again a moment later.
      app.clock.set(new Date(app.clock.now().getTime() + 5_000));
      await app.settle();
    },
    teacher: await app.person('Kiran Patel'),
    head: await app.person('Margaret Ashdown', { roles: ['staff', 'headteacher'] }),
    ict: await app.person('Tom Larkin', { roles: ['staff', 'ict-manager'] }),
    senior: await app.person('Sunita Rao', { roles: ['staff', 'senior-leader'] }),
    office: await app.person('Helen Tidswell', { roles: ['staff', 'business-manager'] }),
  };
}

/** What one answers to ask for an exception: both the head alone decides it. */
export const EXCEPTION = {
  answer_what: 'Show a film clip from a blocked site',
  answer_ground: 'Teaching and learning',
  answer_why: 'Nothing like it elsewhere',
  answer_from: '2026-11-24',
  answer_until: '2026-11-27',
};

/** What one answers to ask for access: the head and ICT decide it, both. */
export const ACCESS = {
  answer_what: 'Restricted area',
  answer_which: 'SEND reports',
  answer_level: 'Read',
  answer_why: 'I teach the nurture group',
  answer_until: '2026-12-11',
};

/** Opens the form of a kind and sends it with these answers. Gives what the asker then sees. */
export async function ask(asker: Someone, kind: string, answers: Record<string, unknown>): Promise<View> {
  const form = viewOf(await asker.press({ action: 'requests.ask', input: { kind } }));
  return viewOf(await asker.press(sendButton(form), answers));
}

export const sendButton = (form: View) =>
  buttonOf(
    form,
    form.nodes.some((node) => JSON.stringify(node).includes('Confirm and send')) ? 'Confirm and send' : 'Send',
  );

/** The newest message that somebody has in the chat. */
export function latest({ mailbox }: Pick<TestApp, 'mailbox'>, { objectId }: Someone): View {
  const view = mailbox.of(objectId).at(-1);
  if (!view) throw new Error('they have no message');
  return view;
}

/** The id of the only request there is. */
export async function theRequest({ store }: Pick<TestApp, 'store'>): Promise<string> {
  const { id } = await store.db.selectFrom('requests').select('id').executeTakeFirstOrThrow();
  return id;
}

export async function stateOf({ store }: Pick<TestApp, 'store'>, id?: string): Promise<string> {
  const { state } = await store.db
    .selectFrom('requests')
    .select('state')
    .$if(id !== undefined, (query) => query.where('id', '=', id as string))
    .executeTakeFirstOrThrow();
  return state;
}
