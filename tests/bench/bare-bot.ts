import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import express from 'express';

/**
 * The least that answers a press with botbuilder: its own authentication on, a fixed card, no data. What the product is
 * measured against. Settings come as JSON in the first argument; it prints its port.
 */
const [appId, metadataUrl, loginUrl, issuer] = JSON.parse(process.argv[2] ?? '[]') as [string, string, string, string];
const settings = {
  MicrosoftAppId: appId,
  MicrosoftAppPassword: 'not-a-secret',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35',
  ToChannelFromBotLoginUrl: loginUrl,
  ToChannelFromBotOAuthScope: issuer,
  ToBotFromChannelTokenIssuer: issuer,
  ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
  OAuthUrl: 'https://api.botframework.com',
  CallerId: '',
};

class FixedCard extends ActivityHandler {
  protected override async onInvokeActivity(_: TurnContext): Promise<InvokeResponse> {
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Signed. Thank you.' }] };
    return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } };
  }
}

const credentials = new ConfigurationServiceClientCredentialFactory(settings as never);
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(settings, credentials));
const bot = new FixedCard();
const http = express();
http.use(express.json());
http.post('/api/messages', (request, response) => adapter.process(request, response, (context) => bot.run(context)));
const server = http.listen(0, '127.0.0.1', () => console.log(`PORT ${(server.address() as { port: number }).port}`));
