import { SessionsAdmin } from '../../sessions/index.js';
import { UsersRepository } from '../../auth/index.js';
import { type Command, required, UsageError } from '../command.js';
import { printable } from '../output.js';

const asLines = (value: object): string[] =>
  Object.entries(value).map(([name, part]) => `${name}: ${printable(part)}`);

/** `session KEY`: what `Session.objects.get(pk=…).get_decoded()` gives. */
export const session: Command = {
  usage: 'KEY',
  summary: 'Show one session, decoded',
  async run({ positionals, app, output }) {
    const admin = (await app()).get(SessionsAdmin);
    const view = await admin.read(required(positionals[0], 'KEY'));
    output.result(view, asLines(view));
    return 0;
  },
};

/** `decode BLOB`: a session_data from wherever, signed by whoever. */
export const decode: Command = {
  usage: 'BLOB',
  summary: 'Decode a session_data text',
  async run({ positionals, app, output }) {
    const admin = (await app()).get(SessionsAdmin);
    const view = admin.decode(required(positionals[0], 'BLOB'));
    output.result(view, asLines(view));
    return view.valid ? 0 : 1;
  },
};

/** `sessions --user NAME`: who is logged in where. */
export const sessions: Command = {
  usage: '[--user NAME] [--all]',
  summary: 'List live sessions, latest expiry first; --all with the expired ones',
  options: { user: { type: 'string' }, all: { type: 'boolean' } },
  async run({ values, app, output }) {
    const context = await app();
    const userId =
      typeof values.user === 'string'
        ? await userIdOf(context.get(UsersRepository), values.user)
        : undefined;
    const list = await context.get(SessionsAdmin).list({
      user_id: userId,
      active: values.all === true ? undefined : true,
      limit: 500,
    });
    output.table([...list.results], 'No sessions.');
    return 0;
  },
};

async function userIdOf(users: UsersRepository, name: string): Promise<string> {
  const user = await users.findByUsername(name);
  if (!user) throw new UsageError(`There is no user ${printable(name)}.`);
  return String(user.id);
}

/** `clearsessions`: as `manage.py clearsessions`. */
export const clearsessions: Command = {
  usage: '',
  summary: 'Delete expired sessions',
  async run({ app, output }) {
    const deleted = await (await app()).get(SessionsAdmin).clearExpired();
    output.result({ deleted }, [`${deleted} expired sessions deleted.`]);
    return 0;
  },
};
