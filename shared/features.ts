import { acknowledgements } from './acknowledgements/index.ts';
import { agreements } from './agreements/index.ts';
import { campaigns } from './campaigns/index.ts';
import { checks } from './checks/index.ts';
import { deliveries } from './deliveries/index.ts';
import { directories } from './directories/index.ts';
import { equipment } from './equipment/index.ts';
import { evidence } from './evidence/index.ts';
import type { Feature } from './feature.ts';
import { begin } from './home/index.ts';
import { tend } from './jobs/index.ts';
import { say } from './language/index.ts';
import { loans } from './loans/index.ts';
import { policySearch } from './policy-search/index.ts';
import { progress } from './progress/index.ts';
import { publishing } from './publishing/index.ts';
import type { Effects } from './requests/effect.ts';
import { requests } from './requests/index.ts';

/** Everything the product does: the table of contents. Each feature lists its own actions, commands and jobs. */
const features: Feature[] = [
  agreements,
  publishing,
  campaigns,
  deliveries,
  acknowledgements,
  progress,
  directories,
  checks,
  requests,
  equipment,
  loans,
  evidence,
  policySearch,
];

/** The page that people begin with: what each feature has for them. */
const home = begin(features.flatMap((feature) => feature.home ?? []));
export const goHome = home.action;

export const commands = [...features.flatMap((feature) => feature.commands), home.command];
export const actions = [...features.flatMap((feature) => feature.actions), home.action, say(commands)];
export const jobs = [...features.flatMap((feature) => feature.jobs), tend];

/** What becomes of pictures that people send. */
export const { takePictures } = loans;

/** What requests mean in the features that act on them. */
export const effects: Effects = new Map(
  features.flatMap((feature) => (feature.effects ?? []).map((effect) => [effect.id, effect])),
);
