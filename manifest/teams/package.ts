import { AppManifestUtils } from '@microsoft/app-manifest';
import JSZip from 'jszip';
import { Refusal } from '../../shared/errors.ts';
import type { Icons } from './icons.ts';
import type { TeamsManifest } from './manifest.ts';

/** Zip entries carry a date; a fixed one (the first that zip can write) makes equal content equal bytes. */
const noDate = new Date('1980-01-01T00:00:00Z');

/**
 * Validates the manifest against Microsoft's own schema (offline: the library brings it) and packs it with its icons.
 * The same input gives the same bytes, on any day and machine.
 * @throws Refusal with every place that the schema objects to
 */
export async function teamsPackage(manifest: TeamsManifest, icons: Icons): Promise<Uint8Array> {
  const objections = await AppManifestUtils.validateAgainstSchema(manifest);
  if (objections.length) {
    throw new Refusal(
      `The Teams manifest does not meet its schema: ${objections.map((text) => text.trim()).join('; ')}`,
    );
  }
  const zip = new JSZip();
  const add = (path: string, content: string | Uint8Array) => zip.file(path, content, { date: noDate });
  add('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  add(manifest.icons.color, icons.color);
  add(manifest.icons.outline, icons.outline);
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE', platform: 'DOS' });
}
