import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Spotting } from './spot.ts';
import type { Weights } from './weights.ts';

/** What understanding knows of sentences: learnt once, from those in `learning/sentences`, and kept beside this file. */
export interface Model {
  learntFrom: string;
  /** The words that sentences are made of, besides names. */
  known: ReadonlySet<string>;
  spotting: Spotting;
  classifying: { classes: string[]; weights: Weights };
}

/** The same as it is kept. */
export interface StoredModel {
  /** Of the sentences and the words it was learnt from, so that a test can tell when it is out of date. */
  learntFrom: string;
  known: string[];
  spotting: StoredWeights & { follows: number[][] };
  classifying: StoredWeights & { classes: string[] };
}

export interface StoredWeights {
  step: number;
  weights: Record<string, string>;
}

export const MODEL_FILE = join(import.meta.dirname, 'model.json');

let loaded: Model | undefined;

/** The model as it was learnt last, read when it is first needed. */
export function ourModel(): Model {
  loaded ??= unpacked(JSON.parse(readFileSync(MODEL_FILE, 'utf8')) as StoredModel);
  return loaded;
}

function unpacked({ learntFrom, known, spotting, classifying }: StoredModel): Model {
  return {
    learntFrom,
    known: new Set(known),
    spotting: { weights: weightsOf(spotting), follows: spotting.follows },
    classifying: { classes: classifying.classes, weights: weightsOf(classifying) },
  };
}

const weightsOf = ({ weights, step }: StoredWeights): Weights => ({ of: new Map(Object.entries(weights)), step });
