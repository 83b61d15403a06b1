import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import helmet from 'helmet';
import type { Log, Store } from '../shared/ports.ts';
import { type Meter, metricsPage } from './meter.ts';
import { bounded } from './pressure.ts';
import { readiness } from './readiness.ts';

/** What the server answers besides the doors' own routes. */
export interface HttpParts {
  store: Store;
  log: Log;
  /** Routers of the doors and, without credentials, of the sandbox. */
  routers: Router[];
  /** Whether the server is on its way down: the load balancer should send no more. */
  stopping: () => boolean;
  /** When the worker last began a round, in ms; left out, as if it always had. */
  beat?: () => number;
  /** Left out, there is nothing at /metrics. */
  meter?: Meter;
  metricsToken?: string | undefined;
  /** How many requests that change something are at hand at most. */
  atOnce?: number;
}

/** The express application: security headers, health, the doors, and one way for errors to end. */
export function createHttp(parts: HttpParts): Express {
  const { store, log, routers, stopping, beat = Date.now, meter, metricsToken, atOnce } = parts;
  const http = express();
  http.disable('x-powered-by');
  // Answers are made for one request. What a browser may keep has an etag of its own.
  http.disable('etag');
  http.use(
    helmet({
      contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }, useDefaults: false },
    }),
  );
  http.get('/healthz', (_, response) => void response.json({ status: 'ok' }));
  http.get('/readyz', async (_, response) => {
    const { ready, status } = await readiness(store, { stopping: stopping(), beat: beat() });
    response.status(ready ? 200 : 503).json({ status });
  });
  if (meter) http.get('/metrics', metricsPage(meter, metricsToken));
  http.use(bounded({ log, turnedAway: () => meter?.turnedAway(), ...(atOnce !== undefined && { atOnce }) }));
  for (const router of routers) http.use(router);
  http.use((_, response) => void response.status(404).json({ error: 'There is nothing here.' }));
  http.use(
    (
      error: Error & { status?: number; statusCode?: number },
      request: Request,
      response: Response,
      next: NextFunction,
    ) => {
      const status = error.status ?? error.statusCode ?? 500;
      if (status >= 500) log.error({ err: error, path: request.path }, 'request failed');
      if (response.headersSent) return next(error);
      response.status(status).json({
        error:
          status < 500 ? 'This request could not be read.' : 'Something went wrong on our side. Nothing was recorded.',
      });
    },
  );
  return http;
}
