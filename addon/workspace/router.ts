import express, { type ErrorRequestHandler, Router } from 'express';
import { t } from '../../shared/language/words.ts';
import type { Clock, Log } from '../../shared/ports.ts';
import { text, view } from '../../shared/view/build.ts';
import { dispatch, notOurs, type ReadUpload, type WorkspaceApp } from './dispatch.ts';
import { type Inbound, inboundOf } from './inbound.ts';
import { askWho, chatAnswer, nothing, privately, type Response, sidebarAnswer } from './reply.ts';
import type { WorkspaceSettings } from './settings.ts';
import { createVerify, type SignedIn } from './verify.ts';

/** Far more than any event that Google sends. */
const BODY_LIMIT = '256kb';

export interface WorkspaceDoor {
  app: WorkspaceApp;
  settings: WorkspaceSettings;
  /** Left out without the Chat app's key: then pictures can't be taken there, and whoever sends one is told. */
  readFile?: ReadUpload | undefined;
  clock: Clock;
  log: Log;
}

/**
 * The Google door, one endpoint for the sidebar and for Google Chat: verify, read, dispatch, reply. Whatever an authentic
 * event holds is answered 200 with something that Google can show; 401 for all others, 503 while nobody can tell.
 * @throws ConfigError when the settings don't say whom to let in.
 */
export function workspaceRouter(door: WorkspaceDoor): Router {
  const { settings, clock, log } = door;
  const { endpoint } = settings;
  const verify = createVerify(settings, clock);
  const router = Router();

  async function answer(inbound: Inbound, person: SignedIn | null): Promise<Response> {
    const { deed, door: where, shared, sender } = inbound;
    if (deed.kind === 'removed') return nothing();
    // Nothing about people is shown where others read along, so it doesn't matter there who asks.
    if (where === 'chat' && shared) return privately(sender, endpoint);
    if (deed.kind === 'unknown') return chatAnswer(notOurs(), deed, { endpoint, log });
    if (!person) return deed.kind === 'arrived' ? hello(endpoint, log) : askWho();
    const ask = (asked: typeof deed) => dispatch(inbound, asked, person, door);
    const given = await ask(deed);
    return where === 'chat'
      ? chatAnswer(given, deed, { endpoint, log })
      : sidebarAnswer(given, deed, { endpoint, home: () => ask({ kind: 'home' }), log });
  }

  const { pathname } = new URL(endpoint);
  // The tokens are in the body, so it is read first, and not a byte more than an event can have.
  router.post(pathname, express.json({ limit: BODY_LIMIT, type: 'application/json' }), async (request, response) => {
    response.set('cache-control', 'no-store');
    const inbound = inboundOf(request.body, request.headers.authorization);
    const verdict = await verify(inbound.tokens);
    switch (verdict.kind) {
      case 'rejected':
        log.warn({ why: verdict.why }, 'a request to the Google add-on was refused');
        return refuse(401);
      case 'unavailable':
        log.error({}, "Google's signing keys can't be had, so nobody can use the add-on");
        return refuse(503);
      case 'verified': {
        const { person } = verdict;
        // In Google Chat the event names who acted as well: another one's token has no place in it.
        if (person && inbound.sender !== null && inbound.sender !== `users/${person.account.objectId}`) {
          log.warn({ why: 'two people' }, 'a request to the Google add-on was refused');
          return refuse(401);
        }
        return void response.json(await answer(inbound, person));
      }
      default:
        return verdict satisfies never;
    }

    function refuse(status: 401 | 503): void {
      if (status === 401) response.set('www-authenticate', 'Bearer');
      else response.set('retry-after', '30');
      response.status(status).json({ error: status === 401 ? 'Unauthorized' : 'ServiceUnavailable' });
    }
  });

  const failed: ErrorRequestHandler = (error, _request, response, next) => {
    const status: unknown = (error as { status?: unknown }).status;
    // The body reader's own errors carry the status they stand for: 400, 413, 415.
    if (response.headersSent || !(typeof status === 'number' && status >= 400 && status < 500)) return next(error);
    response.status(status).json({ error: t`This request could not be read.` });
  };
  router.use(pathname, failed);
  return router;
}

/** To somebody of whom Google doesn't say yet who they are: nothing that isn't for everybody. */
const hello = (endpoint: string, log: Log): Response =>
  chatAnswer(
    {
      reply: {
        kind: 'view',
        view: view(
          t`Hello`,
          text(
            t`I look after what people here agree to and sign. Write to me as you would to a colleague: "home" is a good beginning.`,
          ),
        ),
      },
    },
    { kind: 'arrived' },
    { endpoint, log },
  );
