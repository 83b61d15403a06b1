/** Surnames that end in s by themselves: "Mr Jenkins account" is that of Jenkins, "tom barkers account" that of Barker. */
const ENDING_IN_S = new Set(
  'adams andrews atkins banks barnes bates briggs brooks burns burrows childs collins cummings curtis daniels davies davis dawes dickens edwards ellis evans fields francis fernandes francois gomes gonzales hastings hawkins hayes hicks higgins hodges holmes hopkins hughes humphreys hutchings jacobs james jeffries jenkins jennings jones lewis lopes lucas lyons mathews matthews mendes miles mills morris myers nicholls nichols nunes owens parsons perkins peters phillips pires powers reeves reynolds richards roberts rodrigues rogers ross rowlands sanders santos saunders sims simmonds simmons stephens stevens stubbs thomas torres tubbs vickers walters waters watkins watts wells wilkins williams woods yates'.split(
    ' ',
  ),
);

/** What a person has, in what people say: behind a name without an apostrophe it tells whose it is. */
const OWNED = new Set(
  'account accounts login logins email emails mfa 2fa authenticator authentication access permissions rights groups training courses agreement agreements policies aup signature signatures form forms laptop ipad tablet kit loan loans equipment status record records'.split(
    ' ',
  ),
);

/**
 * Whether the s at the end of a name is the owner's, its apostrophe left out. All folded.
 * @param given The names that are known as given names.
 */
export function ownsWithoutApostrophe(name: string[], next: string | undefined, given: ReadonlySet<string>): boolean {
  const last = name.at(-1) ?? '';
  const isOwner = /[^s]s$/.test(last) && next !== undefined && OWNED.has(next) && !ENDING_IN_S.has(last);
  return isOwner && (name.length > 1 || (given.has(last.slice(0, -1)) && !given.has(last)));
}
