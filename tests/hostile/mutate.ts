import fc from 'fast-check';

/** What nobody expects in any place. */
export const strange = fc.oneof(
  { arbitrary: fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), weight: 2 },
  {
    arbitrary: fc.constantFrom(
      null,
      [],
      {},
      '',
      0,
      -1,
      1e308,
      true,
      '\u0000',
      '\ud800',
      'a'.repeat(5_000),
      '__proto__',
      "'; drop table people; --",
      '../../../etc/passwd',
      '<script>alert(1)</script>',
    ),
    weight: 2,
  },
);

type Document = Record<string, unknown>;

/** One of some real documents, in which a few parts are something else. */
export const mutated = (real: Document[]): fc.Arbitrary<Document> =>
  fc.constantFrom(...real).chain((document) =>
    fc
      .array(fc.tuple(fc.constantFrom(...pathsOf(document)), strange), { minLength: 1, maxLength: 3 })
      .map((changes) => {
        const changed = structuredClone(document);
        for (const [path, value] of changes) put(changed, path, structuredClone(value));
        return changed;
      }),
  );

/** Every place in a document, as a list of keys. */
function pathsOf(node: unknown, path: string[] = []): string[][] {
  if (typeof node !== 'object' || node === null) return [path];
  return [
    ...(path.length ? [path] : []),
    ...Object.entries(node).flatMap(([key, value]) => pathsOf(value, [...path, key])),
  ];
}

/** Puts a value there, if what was changed before left the place. */
function put(document: unknown, path: string[], value: unknown): void {
  let node = document as Document;
  for (const key of path.slice(0, -1)) {
    const next = node[key];
    if (typeof next !== 'object' || next === null) return;
    node = next as Document;
  }
  node[path.at(-1) as string] = value;
}
