import express, { type ErrorRequestHandler, type Response, Router } from 'express';
import type { Config } from '../shared/config.ts';
import type { Log, SendOutcome } from '../shared/ports.ts';
import { dispatch, type TeamsApp } from './dispatch.ts';
import { Activity, type Inbound, inboundOf } from './inbound.ts';
import { invokeAnswer, notOurs, send, show } from './reply.ts';
import type { TeamsMessenger } from './send.ts';
import { type Admit, createVerify, Denied } from './verify.ts';

/** Far more than any activity that Teams sends. */
const BODY_LIMIT = '256kb';

export interface TeamsDoor {
  app: TeamsApp;
  config: Config;
  /** In the sandbox, the school's directory. With an app id it is MicrosoftAppTenantId, which every request is held against. */
  tenant: string;
  messenger: TeamsMessenger;
  log: Log;
}

/** The Teams door, POST /api/messages: verify, read, dispatch, reply. Nothing that comes in makes it answer 500. */
export function teamsRouter(door: TeamsDoor): Router {
  const { config, messenger, log } = door;
  const tenant = config.MicrosoftAppId ? (config.MicrosoftAppTenantId ?? '') : door.tenant;
  const verify = createVerify(config);
  const router = Router();

  /** What follows the HTTP answer: it fails without failing the request. */
  function afterwards(work: Promise<SendOutcome>): void {
    work.then(
      (outcome) => {
        if (outcome.kind !== 'sent') log.warn({ outcome: outcome.kind }, 'a reply did not arrive');
      },
      (error) => log.error({ err: error }, 'a reply failed'),
    );
  }

  async function answer(inbound: Inbound, response: Response): Promise<void> {
    const { deed, shared } = inbound;
    switch (deed.kind) {
      case 'ignored':
        response.status(200).end();
        return;
      case 'unknown-invoke':
        response.json(notOurs());
        return;
      case 'press': {
        const reply = await dispatch(inbound, deed, door);
        if (!deed.invoke) {
          response.status(200).end();
          return afterwards(show(messenger, inbound, reply));
        }
        response.json(invokeAnswer(reply, log));
        return;
      }
      case 'message':
      case 'arrived': {
        // Where others read along nobody asked for a greeting.
        const wanted = deed.kind === 'message' || !shared;
        const reply = wanted && (await dispatch(inbound, deed, door));
        response.status(200).end();
        if (reply && (deed.kind === 'message' || deed.greet)) afterwards(send(messenger, inbound, reply));
        return;
      }
      default:
        return deed satisfies never;
    }
  }

  router.post(
    '/api/messages',
    async ({ headers, socket }, { locals }: Response<unknown, Locals>, next) => {
      locals.admit = await verify({ headers, peer: socket.remoteAddress });
      next();
    },
    express.json({ limit: BODY_LIMIT, type: 'application/json' }),
    async ({ body }, response: Response<unknown, Locals>) => {
      if (body === undefined) return refuse(response, 415);
      const activity = Activity.safeParse(body).data;
      if (!activity) return refuse(response, 400);
      response.locals.admit(activity);
      await answer(inboundOf(activity, tenant), response);
    },
  );

  const failed: ErrorRequestHandler = (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof Denied) {
      log.warn({ status: error.status, reason: error.message }, 'a request to the bot was refused');
      return refuse(response, error.status);
    }
    // The body reader's own errors carry the status they stand for: 400, 413, 415.
    const status: unknown = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) return refuse(response, status);
    log.error({ err: error }, 'a request to the bot failed');
    refuse(response, 500);
  };
  router.use('/api/messages', failed);
  return router;
}

type Locals = { admit: Admit };

const CODES: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  413: 'ContentTooLarge',
  415: 'UnsupportedMediaType',
  503: 'ServiceUnavailable',
};

/** In the shape of the Bot Framework's own errors, without a reason that would help a forger. */
function refuse(response: Response, status: number): void {
  if (status === 401) response.set('www-authenticate', 'Bearer');
  if (status === 503) response.set('retry-after', '30');
  response.status(status).json({ error: { code: CODES[status] ?? 'Error', message: CODES[status] ?? 'Error' } });
}
