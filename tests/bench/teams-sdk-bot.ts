import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressAdapter } from '@microsoft/teams.apps';

/**
 * As bare-bot.ts, with the SDK that follows botbuilder: its own authentication on, a fixed card, no data. Its verification is
 * pointed at another issuer by the setting it has for national clouds. Settings come as JSON in the first argument; it
 * prints its port.
 */
const [appId, metadataUrl, loginUrl, issuer] = JSON.parse(process.argv[2] ?? '[]') as [string, string, string, string];

const server = createServer();
const app = new App({
  clientId: appId,
  clientSecret: 'not-a-secret',
  tenantId: '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35',
  httpServerAdapter: new ExpressAdapter(server),
  cloud: {
    loginEndpoint: new URL(loginUrl).origin,
    loginTenant: 'botframework.com',
    botScope: `${issuer}/.default`,
    tokenServiceUrl: new URL(loginUrl).origin,
    openIdMetadataUrl: metadataUrl,
    tokenIssuer: issuer,
    graphScope: 'https://graph.microsoft.com/.default',
    agenticIdentityBotScope: `${issuer}/.default`,
  },
});
app.on('card.action', () => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Signed. Thank you.' }] },
}));
await app.initialize();
server.listen(0, '127.0.0.1', () => console.log(`PORT ${(server.address() as AddressInfo).port}`));
