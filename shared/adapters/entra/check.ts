import * as z from 'zod';
import type { ClosingStep, PermissionLine } from '../../directories/port.ts';
import { type Graph } from './client.ts';
import { type GraphPermission, PERMISSIONS, type PermissionName } from './permissions.ts';
import { type Answer, becauseOf } from './trouble.ts';

/** Tries every permission that is needed for what is switched on: one small question each, and nothing is changed. */
export async function* checkPermissions(graph: Graph, closing: readonly ClosingStep[]): AsyncGenerator<PermissionLine> {
  const someone = await anyone(graph);
  const token = await graph.permissions();
  for (const permission of PERMISSIONS) {
    if (permission.closing && !closing.includes(permission.closing)) continue;
    const ask = async (): Promise<Answer<unknown>> => {
      // When nothing answers, each question would be waited for as long as the first.
      if (!someone.ok && someone.trouble.kind !== 'permission') return someone;
      if (permission.tried === 'token') return fromToken(token, permission.name);
      return graph.get(permission.tried.replace('{user}', someone.ok ? someone.body : NOBODY), z.unknown());
    };
    yield lineOf(permission, await ask());
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

const Ids = z.object({ value: z.array(z.object({ id: z.string() })) });

/** Whom to ask about, where a question needs a person. */
async function anyone(graph: Graph): Promise<Answer<string>> {
  const answer = await graph.get('/users?$select=id&$top=1', Ids);
  return answer.ok ? { ok: true, body: answer.body.value[0]?.id ?? NOBODY } : answer;
}

function fromToken(token: Awaited<ReturnType<Graph['permissions']>>, name: string): Answer<unknown> {
  if (!token.ok) return token;
  if (!token.body) return { ok: false, trouble: { kind: 'unreadable', code: null } };
  // The writing permission includes the reading one.
  const enough = [name, name.replace('.Read.All', '.ReadWrite.All')].some((granted) => token.body?.has(granted));
  return enough ? { ok: true, body: null } : { ok: false, trouble: { kind: 'permission', code: null } };
}

function lineOf(permission: GraphPermission & { name: PermissionName }, answer: Answer<unknown>): PermissionLine {
  const line = { permission: permission.name, purpose: permission.purpose };
  // What isn't there was looked for: a person without a mailbox or a OneDrive is no refusal.
  if (answer.ok || answer.trouble.kind === 'not-found') return { ...line, state: 'granted', advice: null };
  const { kind, words } = becauseOf(answer.trouble, permission.name);
  const advice = [words, ...(permission.optional ? [permission.optional] : [])].join(' ');
  if (kind === 'permission') return { ...line, state: 'missing', advice };
  if (kind === 'licence') return { ...line, state: 'licence-missing', advice: words };
  return { ...line, state: 'no-answer', advice: words };
}
