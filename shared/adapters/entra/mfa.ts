import * as z from 'zod';
import { type Because, type Fact, known, unknown } from '../../directories/fact.ts';
import type { MfaState } from '../../directories/port.ts';
import { BATCH_SIZE } from './batch.ts';
import { type Graph, shaped } from './client.ts';
import { type Enforced, readEnforcement } from './enforcement.ts';
import { AuthenticationMethod, methodOf, reportedStrength, strongest } from './methods.ts';
import { type Answer, becauseOf, failed, type Trouble } from './trouble.ts';

const Registration = z.object({
  id: z.string(),
  userPrincipalName: z.string().nullish(),
  userType: z.string().nullish(),
  isMfaRegistered: z.boolean(),
  isMfaCapable: z.boolean(),
  methodsRegistered: z.array(z.string()).nullish(),
});

const REPORT =
  '/reports/authenticationMethods/userRegistrationDetails?$select=id,userPrincipalName,userType,isMfaRegistered,isMfaCapable,methodsRegistered&$top=999';

/** How many states without an answer come in one page. */
const PAGE = 500;

const NOT_IN_REPORT = unknown(
  'not-offered',
  "Microsoft's report leaves out accounts whose sign-in is blocked, and may be a day behind for new ones.",
);

/** Second factors of everyone: by the report where it is licensed, else one person at a time, else unknown for each. */
export async function* readMfa(graph: Graph, accounts: Iterable<string>): AsyncGenerator<MfaState[]> {
  const open = new Set(accounts);
  const enforced = await readEnforcement(graph);
  const elsewhere = await readElsewhere(graph);
  let begun = false;
  for await (const page of graph.pages(REPORT, Registration)) {
    if (!page.ok) {
      const { trouble } = page;
      if (!begun && (trouble.kind === 'permission' || trouble.kind === 'licence')) {
        yield* oneByOne(graph, open, { enforced, elsewhere, report: trouble });
      } else {
        yield* allUnknown(open, { known: false, because: becauseOf(trouble, 'AuditLog.Read.All') }, enforced);
      }
      return;
    }
    begun = true;
    yield page.body.rows.map((row) => {
      open.delete(row.id);
      const state = reportedState(row, enforced(row.id, row.userType ? row.userType.toLowerCase() === 'guest' : null));
      return told(state, elsewhere, row.userPrincipalName ?? null);
    });
  }
  yield* allUnknown(open, NOT_IN_REPORT, enforced);
}

function reportedState(row: z.output<typeof Registration>, enforced: Fact<boolean>): MfaState {
  const strengths = (row.methodsRegistered ?? []).map(reportedStrength);
  const best = strongest(strengths);
  return {
    objectId: row.id,
    registered: known(row.isMfaRegistered),
    capable: known(row.isMfaCapable),
    enforced,
    strongest: best || !row.isMfaRegistered ? known(best) : unknown('unreadable', NEW_METHOD),
  };
}

const NEW_METHOD = 'There is a second factor of a kind that we do not know yet.';

const Methods = z.object({ value: z.array(AuthenticationMethod) });
const Named = z.object({ userPrincipalName: z.string() });

/** What the fallback needs to know of a person. */
interface Circumstances {
  enforced: Enforced;
  elsewhere: Elsewhere;
  /** Why the report was not to be had. */
  report: Trouble;
}

async function* oneByOne(graph: Graph, open: Set<string>, { enforced, elsewhere, report }: Circumstances) {
  const capable = unknown(
    report.kind === 'licence' ? 'licence' : 'permission',
    `Only Microsoft's report tells whether a second factor may be used. ${becauseOf(report, 'AuditLog.Read.All').words}`,
  );
  // Whose domain signs in elsewhere matters only if there is such a domain.
  const askName = !elsewhere.known || elsewhere.value.size > 0;
  const perPerson = askName ? 2 : 1;
  const ids = [...open];
  const some = BATCH_SIZE / perPerson;
  for (let at = 0; at < ids.length; at += some) {
    const people = ids.slice(at, at + some);
    const answers = await graph.batch(
      people
        .map(encodeURIComponent)
        .flatMap((id) => [
          `/users/${id}/authentication/methods`,
          ...(askName ? [`/users/${id}?$select=id,userPrincipalName`] : []),
        ]),
    );
    const states = people.map((id, n): MfaState => {
      const methods = read(answers[perPerson * n], Methods);
      if (!methods.ok)
        return unknownState(id, { known: false, because: whyNeither(methods.trouble, report) }, enforced);
      const named = read(answers[perPerson * n + 1], Named);
      const state = stateFrom(id, methods.body.value, capable, enforced(id, null));
      return told(state, elsewhere, askName && named.ok ? named.body.userPrincipalName : null);
    });
    for (const id of people) open.delete(id);
    yield states;
    // Nothing could be read of anyone: asking for the others would learn nothing, and cost their rate.
    const facts = states.map(({ registered }) => registered);
    const refused = facts.find((fact) => !fact.known);
    if (refused && !refused.known && facts.every((fact) => !fact.known && HOPELESS.includes(fact.because.kind))) {
      yield* allUnknown(open, refused, enforced);
      return;
    }
  }
}

const HOPELESS: Because['kind'][] = ['permission', 'no-answer'];

const read = <T>(answer: Answer<unknown> | undefined, shape: z.ZodType<T>): Answer<T> => {
  if (!answer) return failed('no-answer');
  return answer.ok ? shaped(answer.body, shape) : answer;
};

function stateFrom(
  objectId: string,
  methods: z.output<typeof AuthenticationMethod>[],
  capable: Fact<boolean>,
  enforced: Fact<boolean>,
): MfaState {
  const found = methods.map(methodOf);
  const best = strongest(found.map((method) => method?.strength));
  const newKind = found.includes(null);
  return {
    objectId,
    registered: best || !newKind ? known(best !== null) : unknown('unreadable', NEW_METHOD),
    // Without any there is nothing that could be used.
    capable: !best && !newKind ? known(false) : capable,
    enforced,
    strongest: best || !newKind ? known(best) : unknown('unreadable', NEW_METHOD),
  };
}

/** Both ways are closed: each says its own reason. */
function whyNeither(trouble: Trouble, report: Trouble): Because {
  const because = becauseOf(trouble, 'UserAuthenticationMethod.Read.All');
  if (trouble.kind !== 'permission') return because;
  return { ...because, words: `${because.words} ${becauseOf(report, 'AuditLog.Read.All').words}` };
}

/** Domains whose sign-in another identity provider decides. */
type Elsewhere = Fact<Set<string>>;

async function readElsewhere(graph: Graph): Promise<Elsewhere> {
  const Domain = z.object({ id: z.string(), authenticationType: z.string().nullish() });
  const domains = new Set<string>();
  for await (const page of graph.pages('/domains?$select=id,authenticationType', Domain)) {
    if (!page.ok) return { known: false, because: becauseOf(page.trouble, 'Domain.Read.All') };
    for (const { id, authenticationType } of page.body.rows)
      if (authenticationType === 'Federated') domains.add(id.toLowerCase());
  }
  return known(domains);
}

/** "No second factor here" is not "none" for someone who may have one where they really sign in. */
function told(state: MfaState, elsewhere: Elsewhere, userPrincipalName: string | null): MfaState {
  if (!state.registered.known || state.registered.value) return state;
  const domain = userPrincipalName?.toLowerCase().split('@').at(-1);
  const doubt = ((): Fact<never> | null => {
    if (!elsewhere.known) return elsewhere;
    if (elsewhere.value.size === 0) return null;
    if (!domain) return unknown('no-answer', 'Microsoft did not say where this person signs in: we will try again.');
    return elsewhere.value.has(domain)
      ? unknown('elsewhere', `People at ${domain} sign in with another provider, which may ask for a second factor.`)
      : null;
  })();
  return doubt ? { ...state, registered: doubt, capable: doubt, strongest: doubt } : state;
}

const unknownState = (objectId: string, fact: Fact<never>, enforced: Enforced): MfaState => ({
  objectId,
  registered: fact,
  capable: fact,
  enforced: enforced(objectId, null),
  strongest: fact,
});

function* allUnknown(ids: Iterable<string>, fact: Fact<never>, enforced: Enforced): Generator<MfaState[]> {
  let page: MfaState[] = [];
  for (const id of ids) {
    page.push(unknownState(id, fact, enforced));
    if (page.length === PAGE) {
      yield page;
      page = [];
    }
  }
  if (page.length) yield page;
}
