import { fileURLToPath } from 'node:url';
import express, { type Response, type Router } from 'express';
import { t } from '../../shared/language/words.ts';
import { photoBehind, photosBehind } from '../../shared/loans/index.ts';
import type { Clock, Log, Store } from '../../shared/ports.ts';
import { downloadCsv, isDownloadable } from '../../shared/progress/index.ts';
import type { School } from '../../shared/school.ts';
import { html } from '../../shared/view/markup.ts';
import { privacyPage, termsPage } from './about.ts';
import { page } from './html.ts';
import { openPage, type Place } from './open.ts';

export interface PagesPorts {
  store: Store;
  clock: Clock;
  school: School;
  log: Log;
  /** Where people sign. */
  places: readonly Place[];
}

const ICON = fileURLToPath(new URL('../../manifest/teams/icons/color.png', import.meta.url));
const CSS = fileURLToPath(new URL('pages.css', import.meta.url));

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/**
 * Pages for a browser, reached by a link that holds its own right: GET /download/<token> shows what it is, POST takes the
 * list as CSV; GET /photos/<token> shows the photos of a loan. Scanners of links in messages only GET, so they take nothing. 404 for a link that doesn't work (any more).
 */
export function pagesRouter({ store, clock, school, log, places }: PagesPorts): Router {
  const router = express.Router();

  router.get('/pages.css', (_, response) => response.sendFile(CSS, { maxAge: '1h' }));

  // The picture by which Google shows the add-on.
  router.get('/icon.png', (_, response) => response.sendFile(ICON, { maxAge: '1d' }));

  router.get('/privacy', (_, response) => void response.set(HEADERS).send(privacyPage(school.school.name)));
  router.get('/open', (_, response) => void response.set(HEADERS).send(openPage(school.school.name, places)));
  router.get('/terms', (_, response) => void response.set(HEADERS).send(termsPage(school.school.name)));

  router.use('/download/:token', (_, response, next) => {
    response.set(HEADERS);
    next();
  });

  router.get('/download/:token', ({ params }, response) =>
    answering(response, async () => {
      if (!(await isDownloadable(store.db, params.token, clock.now()))) return gone(response);
      response.send(
        page(
          t`Your list`,
          html`<p>${t`The list of signatures you asked for, as it is now. It names people: keep it where only those see it who need it.`}</p>
            <form method="post"><button>${t`Download`}</button></form>`,
        ),
      );
    }),
  );

  router.post('/download/:token', ({ params }, response) =>
    answering(response, async () => {
      const list = await store.transaction((tx) => downloadCsv(tx, params.token, clock.now(), school));
      if (!list) return gone(response);
      response.attachment(list.fileName).type('text/csv; charset=utf-8').send(list.csv);
    }),
  );

  router.use('/photos/:token', (_, response, next) => {
    response.set({ ...HEADERS, 'content-security-policy': `${HEADERS['content-security-policy']}; img-src 'self'` });
    next();
  });

  router.get('/photos/:token', ({ params: { token } }, response) =>
    answering(response, async () => {
      const found = await store.transaction((tx) => photosBehind(tx, token, clock.now(), school));
      if (!found) return gone(response);
      response.send(
        page(
          found.title,
          found.captions.reduce(
            (whole, caption, i) =>
              html`${whole}<figure><img src="/photos/${token}/${String(i + 1)}" alt=""><figcaption>${caption}</figcaption></figure>`,
            html``,
          ),
        ),
      );
    }),
  );

  router.get('/photos/:token/:number', ({ params: { token, number } }, response) =>
    answering(response, async () => {
      const photo = await store.transaction((tx) =>
        photoBehind(tx, { token, number: Number(number) }, clock.now(), school),
      );
      if (!photo) return gone(response);
      // A picture that is opened by itself runs nothing either.
      response.type(photo.type).send(photo.bytes);
    }),
  );

  /** What goes wrong here is told here: further out, the path would be logged, and it is as good as the list. */
  async function answering(response: Response, answer: () => Promise<void>): Promise<void> {
    try {
      await answer();
    } catch (error) {
      log.error({ err: error }, 'a download failed');
      response.status(500).send(page(t`Something went wrong`, html`<p>${t`Please try again in a minute.`}</p>`));
    }
  }

  return router;
}

function gone(response: Response): void {
  response
    .status(404)
    .send(
      page(
        t`This link no longer works`,
        html`<p>${t`Links work for ten minutes. Ask again where you asked before.`}</p>`,
      ),
    );
}
