import fc from 'fast-check';

/**
 * Generated tests begin with the same seed in every run, so that two runs of one commit say the same. `SEED=random npm test`
 * looks elsewhere, and `SEED=12345 npm test` where another run found something.
 */
const { SEED } = process.env;
if (SEED !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(SEED ?? 20260901) });
