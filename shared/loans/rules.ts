import * as z from 'zod';
import { Days, Slug, TimeOfDay } from '../parts.ts';

const Header = z.string().min(1).optional();

/** What each column of the equipment list is called in the school's own register. */
const Columns = z.strictObject({
  name: Header,
  type: Header,
  make: Header,
  model: Header,
  serial: Header,
  asset_tag: Header,
  school: Header,
  condition: Header,
  value: Header,
  purchase_date: Header,
  bundle: Header,
  state: Header,
  office: Header,
});

/** The part of school.yaml about the school's equipment and who borrows it. */
export const LoanRules = z.strictObject({
  columns: Columns.prefault({}),
  /** The agreement that borrowers sign, by its id. */
  agreement: Slug.default('equipment-loan'),
  /**
   * Managed devices that are there to be lent, by their place: a Google organisational unit, an Intune category. * stands
   * for anything. All others are in the inventory and not lent, unless the list says so.
   */
  lent: z.array(z.string().min(1)).default([]),
  /** Writes who has a Chromebook, and where it is, into Google's own fields. */
  annotate_chromebooks: z.boolean().default(false),
  /** When the borrower is reminded, counted from the day on which it is due: 0d is that day itself. */
  remind: z
    .strictObject({
      before: z.array(Days).default([]),
      after: z.array(Days).default([]),
      then_every: Days.refine((days) => days > 0, 'write at least 1d').optional(),
      /** What goes out on the day itself goes out at this time. */
      on_the_day_at: TimeOfDay.default('15:00'),
    })
    .prefault({ before: ['1d', '0d'], after: ['1d', '3d'], then_every: '7d' }),
  /** Photos of what was lent are deleted so long after the loan is closed, and whatever was left to settle is settled. */
  photos_kept: Days.prefault('365d'),
  /** From so many days after that on, whoever lends hears of it too. */
  lender_after: Days.prefault('3d'),
});
