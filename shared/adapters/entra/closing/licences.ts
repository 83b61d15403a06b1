import * as z from 'zod';
import type { StepOutcome, StepPreview } from '../../../directories/port.ts';
import type { Graph } from '../client.ts';
import { certainlyNot, NOT_SHOWN, previewRefused, refusedBy, type Shows } from './change.ts';

const Licensed = z.object({
  licenseAssignmentStates: z
    .array(z.object({ skuId: z.string(), assignedByGroup: z.string().nullish() }))
    .nullish()
    .transform((states) => states ?? []),
});

const held = (graph: Graph, objectId: string) =>
  graph.get(`/users/${objectId}?$select=id,licenseAssignmentStates`, Licensed);

/** The licences that were given to the person, and those that come with a group, as sentences. */
async function sorted(graph: Graph, objectId: string, { licenseAssignmentStates }: z.output<typeof Licensed>) {
  const names = await licenceNames(graph, objectId);
  const direct = licenseAssignmentStates.filter(({ assignedByGroup }) => !assignedByGroup);
  const inherited = licenseAssignmentStates.filter(({ assignedByGroup }) => assignedByGroup);
  return {
    names,
    skus: [...new Set(direct.map(({ skuId }) => skuId))],
    left: inherited.map(({ skuId }) => `${names(skuId)}: it comes with a group`),
  };
}

/** Which licences would be taken back. */
export async function previewLicences(graph: Graph, objectId: string): Promise<StepPreview> {
  const before = await held(graph, objectId);
  if (!before.ok) return previewRefused(before.trouble, 'User.Read.All');
  const { names, skus, left } = await sorted(graph, objectId, before.body);
  return { possible: true, will: skus.map(names), wont: left, undo: skus.length ? { licences: skus } : {} };
}

const Undo = z.object({ licences: z.array(z.string()).default([]) });

/** Gives the licences again that were taken back, if there are any left to give. */
export async function restoreLicences(
  graph: Graph,
  shows: Shows,
  objectId: string,
  undo: Record<string, unknown>,
): Promise<StepOutcome> {
  const { licences } = Undo.parse(undo);
  const answer = await graph.write('POST', `/users/${objectId}/assignLicense`, {
    addLicenses: licences.map((skuId) => ({ skuId, disabledPlans: [] })),
    removeLicenses: [],
  });
  if (certainlyNot(answer)) return refusedBy(answer.trouble, 'LicenseAssignment.ReadWrite.All');
  const given = await shows(async () => {
    const now = await held(graph, objectId);
    return now.ok && licences.every((sku) => now.body.licenseAssignmentStates.some(({ skuId }) => skuId === sku));
  });
  if (!given) return { done: false, because: NOT_SHOWN };
  return { done: true, undo: {}, changed: licences.map(await licenceNames(graph, objectId)) };
}

/** Takes back the licences that were given to the person; those that come with a group go with it. */
export async function removeLicences(graph: Graph, shows: Shows, objectId: string): Promise<StepOutcome> {
  const before = await held(graph, objectId);
  if (!before.ok) return refusedBy(before.trouble, 'User.Read.All');
  const { names, skus, left } = await sorted(graph, objectId, before.body);
  if (!skus.length) return { done: true, undo: {}, changed: [], ...(left.length && { left }) };
  const answer = await graph.write('POST', `/users/${objectId}/assignLicense`, {
    addLicenses: [],
    removeLicenses: skus,
  });
  if (certainlyNot(answer)) return refusedBy(answer.trouble, 'LicenseAssignment.ReadWrite.All');
  const undo = { licences: skus };
  const removed = await shows(async () => {
    const now = await held(graph, objectId);
    return now.ok && now.body.licenseAssignmentStates.every(({ assignedByGroup }) => assignedByGroup);
  });
  if (!removed) return { done: false, because: NOT_SHOWN, undo };
  return { done: true, undo, changed: skus.map(names), ...(left.length && { left }) };
}

async function licenceNames(graph: Graph, objectId: string): Promise<(skuId: string) => string> {
  const Detail = z.object({ skuId: z.string().nullish(), skuPartNumber: z.string().nullish() });
  const names = new Map<string, string>();
  for await (const page of graph.pages(`/users/${objectId}/licenseDetails?$select=id,skuId,skuPartNumber`, Detail)) {
    if (!page.ok) break;
    for (const { skuId, skuPartNumber } of page.body.rows) if (skuId && skuPartNumber) names.set(skuId, skuPartNumber);
  }
  return (skuId) => names.get(skuId) ?? 'A licence without a name';
}
