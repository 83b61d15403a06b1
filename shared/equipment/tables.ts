/**
 * Whether a thing is there to be lent (`lendable`), the school's but not for lending (`kept`), away to be mended, lost, or no
 * longer the school's.
 */
export type ItemState = 'lendable' | 'kept' | 'repair' | 'lost' | 'disposed';

export interface EquipmentTables {
  /** A thing the school owns. What is compared (keys, words) is without case, accents, spaces and dashes. */
  equipment: {
    id: string;
    /** The school's id in school.yaml. */
    school: string;
    /** What people call it: "Laptop 22". */
    name: string;
    name_key: string;
    /** As the list says: "iPad". */
    type: string;
    /** What it is counted with: "tablet". */
    kind: string;
    make: string | null;
    model: string | null;
    /** Every word of type, make and model, singular, with a space around each: " apple ipad tablet ". */
    words: string;
    /** Where it stands among things that are alike: those in no bundle first, Tablet 9 before Tablet 10. */
    place: string;
    /** As printed on it. */
    serial: string | null;
    serial_key: string | null;
    asset_tag: string | null;
    tag_key: string | null;
    condition: string | null;
    /** In pence. */
    value: number | null;
    /** yyyy-mm-dd. */
    purchased_on: string | null;
    /** What it is lent together with: "Tablet trolley A". */
    bundle: string | null;
    bundle_key: string | null;
    state: ItemState;
    /** Signed out and in at the office without a request: school mobiles and tablets. */
    at_office: number;
    /** Who made it: the list's own stay as the list says. */
    source: 'list' | 'google' | 'entra';
    created_at: string;
    changed_at: string;
    /** When somebody last had it in their hands: a return or a stock-take. */
    seen_at: string | null;
  };
  /** A device as a directory manages it, and which thing it is. */
  equipment_devices: {
    provider: 'google' | 'entra';
    tenant: string;
    device_id: string;
    item: string;
    /** Who and where the directory says that it is; only Chromebooks have both. */
    noted_user: string | null;
    noted_location: string | null;
    read_at: string;
    /** Since when the directory no longer has it. */
    gone_at: string | null;
  };
}
