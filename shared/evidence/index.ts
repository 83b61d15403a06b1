import type { Feature } from '../feature.ts';
import { sendHead, showHead } from './head.ts';

/** What lets people trust the record without trusting those who keep it. */
export const evidence: Feature = { actions: [showHead], commands: [], jobs: [sendHead] };
