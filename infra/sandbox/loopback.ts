import type { RequestHandler } from 'express';
import { isLoopback } from '../../shared/loopback.ts';

/**
 * Lets through only what comes from this machine and is addressed to it. The Host header counts too: a web page elsewhere
 * can have its own name point at this machine, but can't change the name its visitors' browsers ask for.
 */
export const loopbackOnly: RequestHandler = (req, res, next) => {
  const fromHere = isLoopback(req.socket.remoteAddress ?? '');
  const toHere = isLoopback(URL.parse(`http://${req.headers.host}`)?.hostname ?? '');
  if (fromHere && toHere) return next();
  res
    .status(403)
    .type('text')
    .send('The sandbox answers only on the machine it runs on: open http://localhost there.\n');
};

/**
 * Whatever changes something must be JSON: a browser sends that across origins only with leave that is never given, so no
 * other page can press buttons here.
 */
export const jsonOnly: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'DELETE' || req.is('application/json'))
    return next();
  res.status(415).json({ error: { code: 'UnsupportedMediaType', message: 'Send application/json.' } });
};
