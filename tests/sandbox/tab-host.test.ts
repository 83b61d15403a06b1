import { decodeJwt } from 'jose';
import { createVerify } from '../../addon/tab/verify.ts';
import { PEOPLE, type Standing, standing } from '../fakes/sandbox.ts';

describe('the stand-in directory that signs people in to the tab', () => {
  let s: Standing;
  let signIn: Standing['signIn'];
  const clock = { now: () => new Date() };
  const kiran = PEOPLE[0]?.objectId ?? '';

  beforeEach(async () => {
    s = await standing();
    signIn = s.signIn;
  });
  afterEach(() => s.stop());

  const tokenOf = (person: string) => s.ask('POST', '/sandbox/entra/token', { person });

  test('gives out tokens that the tab takes, by the check that it makes in a real school', async () => {
    const { token } = (await tokenOf(kiran)).body as { token: string };
    expect(await createVerify(signIn, clock)(`Bearer ${token}`)).toEqual({
      kind: 'signed-in',
      account: { provider: 'entra', tenant: signIn().tenant, objectId: kiran },
      address: 'kiran.patel@larkenmere.example',
    });
  });

  test('tells of everyone the object id that the rest of the sandbox knows, and vouches for no address that is not there', async () => {
    const { people } = (await s.ask('GET', '/sandbox/api/people')).body as { people: { id: string; name: string }[] };
    const idOf = (name: string) => people.find((person) => person.name === name)?.id ?? '';
    const claims = async (name: string) => decodeJwt(((await tokenOf(idOf(name))).body as { token: string }).token);
    expect(await claims('Lee Hartshorn')).toMatchObject({
      oid: idOf('Lee Hartshorn'),
      upn: 'lee.hartshorn@larkenmere.example',
    });
    expect(await claims('Dorothy Quaye')).not.toHaveProperty('upn');
  });

  test.each([undefined, '', 'nobody', { $ne: '' }])('gives none to %j', async (person) => {
    expect((await s.ask('POST', '/sandbox/entra/token', { person })).status).toBe(404);
  });

  test('gives none to another machine or another page, and none that another sandbox would take', async () => {
    const page = await fetch(`${s.url}/sandbox/entra/token`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ person: kiran }),
    });
    expect(page.status).toBe(415);
    const other = await standing();
    try {
      const { token } = (await tokenOf(kiran)).body as { token: string };
      const ours = s.signIn();
      const theirKeys = () => ({ ...ours, metadataUrl: other.signIn().metadataUrl });
      expect(await createVerify(theirKeys, clock)(`Bearer ${token}`)).toMatchObject({ kind: 'rejected' });
    } finally {
      await other.stop();
    }
  });
});
