import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail server on this machine, as real as any: what it took is read back by another library than the one that wrote it. */
export interface MailServer {
  /** For SMTP_URL, with the password that it wants. */
  url: string;
  port: number;
  /** What arrived, oldest first. */
  mails: { from: string; to: string[]; mail: Email; raw: string }[];
  close(): Promise<void>;
}

export const USER = 'countersign';
const PASSWORD = 'p@ss/word';

/** An answer of the server: "550 5.1.1 No such user". */
export const refusal = (responseCode: number, words: string): Error =>
  Object.assign(new Error(words), { responseCode });

export async function startMailServer(manners: Partial<SMTPServerOptions> = {}): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const server = new SMTPServer({
    // Encryption is the business of a server that is reached through a network.
    disabledCommands: ['STARTTLS'],
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === USER && password === PASSWORD
        ? done(null, { user: username })
        : done(refusal(535, 'Wrong password')),
    onData(stream, { envelope: { mailFrom, rcptTo } }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString();
        const from = mailFrom ? mailFrom.address : '';
        mails.push({ from, to: rcptTo.map(({ address }) => address), mail: await PostalMime.parse(raw), raw });
        done();
      });
    },
    ...manners,
  });
  // A client that goes away in the middle is what some tests are about.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    port,
    mails,
    close: () => new Promise((resolve) => (server.server.listening ? server.close(() => resolve()) : resolve())),
  };
}
