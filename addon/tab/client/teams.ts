import { app, authentication, pages } from '@microsoft/teams-js';

/** Teams, around the tab. */
export interface Host {
  /** A token of the person who looks, for this app. Teams keeps it and renews it, so it is asked for anew for every call. */
  token(): Promise<string>;
  /** Teams' own back button. The handler says whether it went back; if not, Teams leaves the tab. */
  onBack(handler: () => boolean): void;
}

/**
 * Meets Teams, and takes its colours now and whenever they change.
 * @throws when the page isn't inside Teams
 */
export async function enterTeams(): Promise<Host> {
  await app.initialize();
  const wear = (theme: string) => {
    document.documentElement.dataset.theme = theme;
  };
  app.registerOnThemeChangeHandler(wear);
  wear((await app.getContext()).app.theme);
  void app.notifySuccess();
  return {
    token: () => authentication.getAuthToken(),
    onBack(handler) {
      if (pages.backStack.isSupported()) pages.backStack.registerBackButtonHandler(handler);
    },
  };
}
