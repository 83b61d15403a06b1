import type { Feature } from '../feature.ts';
import { redraw } from './redraw.ts';
import { refresh } from './refresh.ts';
import { send } from './send.ts';

/** The outbox: puts views before people, through whichever door reaches them, once visibly, and says how each attempt ended. */
export const deliveries: Feature = { actions: [], commands: [], jobs: [send, refresh, redraw] };

export { remember } from './conversations.ts';
export {
  cancelDeliveries,
  type Delivery,
  deliver,
  deliverAll,
  markSeen,
  refreshMessages,
  restoreDeliveries,
} from './deliver.ts';
export { sayChannel } from './fallback.ts';
export { reachOf, writtenBy } from './plan.ts';
export { keepAnswer } from './redraw.ts';
export type { DeliveryState } from './tables.ts';
export { channelTo, shutOut, withChannels } from './ways.ts';
