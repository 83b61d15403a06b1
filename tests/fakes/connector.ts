import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import express, { type Response } from 'express';
import { serve, type TestServer } from './server.ts';

/** One request that the bot made to the Connector. */
interface ConnectorRequest {
  method: string;
  path: string;
  authorization: string | undefined;
  body: any;
}

/** What the Connector does with a request; undefined: what it normally does. */
export type Behaviour =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** The connection ends after the request was read. */
  | 'reset'
  /** It says that all went well, in a language of its own. */
  | 'nonsense'
  | undefined;

/** A Bot Connector that keeps what it receives. Requests that break its published contract are answered 400. */
export interface FakeConnector extends TestServer {
  /** As an activity names it: with a path and a trailing slash. */
  serviceUrl: string;
  requests: ConnectorRequest[];
  behave: (request: ConnectorRequest) => Behaviour | Promise<Behaviour>;
  /** Who getMember knows, by object id. */
  members: Map<string, Record<string, unknown>>;
  /** What people attached, by the id of the attachment. */
  files: Map<string, Buffer>;
  /** Resolves with the requests once there are that many. */
  received(count: number): Promise<ConnectorRequest[]>;
}

/** The error body that the Connector sends. */
export const connectorError = (status: number, code: string, headers: Record<string, string> = {}) => ({
  status,
  body: { error: { code, message: `${code}: see the documentation.` } },
  headers,
});

const CONTRACT = join(import.meta.dirname, '../../../shared/contracts/botframework.ConnectorAPI.json');
export const hasContract = existsSync(CONTRACT);

/** What is wrong with a body, by the Connector's own description of it. Nothing, where that isn't at hand. */
const broken = hasContract ? contract() : () => null;

function contract(): (definition: string, body: unknown) => string | null {
  const { definitions } = JSON.parse(readFileSync(CONTRACT, 'utf8'));
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'connector', definitions }, undefined, undefined, false);
  return (definition, body) => {
    const validate = ajv.compile({ $ref: `connector#/definitions/${definition}` });
    return validate(body) ? null : ajv.errorsText(validate.errors);
  };
}

export async function fakeConnector(): Promise<FakeConnector> {
  const app = express();
  app.use(express.json({ limit: '1mb' }));
  let wake = () => {};
  let messages = 0;

  app.use('/teams/v3', async (request, response, next) => {
    const seen: ConnectorRequest = {
      method: request.method,
      path: decodeURIComponent(request.path),
      authorization: request.headers.authorization,
      body: request.body,
    };
    self.requests.push(seen);
    wake();
    const behaviour = await self.behave(seen);
    if (behaviour === 'reset') return void response.socket?.destroy();
    if (behaviour === 'nonsense') return void response.status(201).type('json').send('{');
    if (behaviour)
      return void response
        .status(behaviour.status)
        .set(behaviour.headers)
        .json(behaviour.body ?? {});
    next();
  });

  const take = (definition: string, body: unknown, response: Response, answer: () => unknown) => {
    const wrong = broken(definition, body);
    if (wrong) return void response.status(400).json({ error: { code: 'BadSyntax', message: wrong } });
    response.status(201).json(answer());
  };
  app.post('/teams/v3/conversations', ({ body }, response) =>
    take('ConversationParameters', body, response, () => ({ id: `a:private-${body.members[0].id}` })),
  );
  const activities = '/teams/v3/conversations/:conversation/activities';
  app.post([activities, `${activities}/:activity`], ({ body }, response) =>
    take('Activity', body, response, () => ({ id: `message-${++messages}` })),
  );
  app.put(`${activities}/:activity`, ({ body, params }, response) =>
    take('Activity', body, response, () => ({ id: params.activity })),
  );
  app.get('/teams/v3/conversations/:conversation/members/:member', ({ params }, response) => {
    const member = self.members.get(params.member);
    if (member) response.json(member);
    else response.status(404).json({ error: { code: 'MemberNotFoundInConversation', message: 'Not found.' } });
  });

  app.get('/teams/v3/attachments/:attachment/views/original', ({ params }, response) => {
    const bytes = self.files.get(params.attachment);
    if (bytes) response.type('application/octet-stream').send(bytes);
    else response.status(404).json({ error: { code: 'AttachmentNotFound', message: 'Not found.' } });
  });

  const self: FakeConnector = {
    ...(await serve(app)),
    serviceUrl: '',
    requests: [],
    behave: () => undefined,
    members: new Map(),
    files: new Map(),
    async received(count) {
      while (self.requests.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return self.requests;
    },
  };
  self.serviceUrl = `${self.url}/teams/`;
  return self;
}
