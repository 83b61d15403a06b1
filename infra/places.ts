import type { Place } from '../addon/pages/open.ts';
import type { WorkspaceSettings } from '../addon/workspace/settings.ts';
import type { Config } from '../shared/config.ts';
import { t } from '../shared/language/words.ts';

/** The tab's id in the Teams manifest. */
const TAB = 'agreements';

/**
 * Where people of this school sign, by the doors that are open: the app in Teams
 * (https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-application), Gmail, Google Chat.
 */
export function placesToSign(
  { MicrosoftAppId }: Config,
  { google, sandbox, publicUrl }: { google: WorkspaceSettings | null; sandbox: boolean; publicUrl: string },
): Place[] {
  if (sandbox)
    return [{ label: t`Open the sandbox`, url: `${publicUrl}/sandbox`, how: t`Choose who you are on the left.` }];
  return [
    ...(MicrosoftAppId
      ? [
          {
            label: t`Open Teams`,
            url: `https://teams.microsoft.com/l/entity/${MicrosoftAppId}/${TAB}`,
            how: t`Countersign opens with what you have to sign. In the Teams app you also find it under Apps.`,
          },
        ]
      : []),
    ...(google
      ? [
          {
            label: t`Open Gmail`,
            url: 'https://mail.google.com/',
            how: t`Choose Countersign in the bar on the right.`,
          },
          {
            label: t`Open Google Chat`,
            url: 'https://chat.google.com/',
            how: t`Write "what must I sign" to Countersign.`,
          },
        ]
      : []),
  ];
}
