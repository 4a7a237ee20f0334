import { UserModel } from '../../database/index.js';
import { AccountsService, TokensRepository, UsersRepository } from '../../auth/index.js';
import { type Command, required, UsageError } from '../command.js';
import { printable } from '../output.js';
import { askNewPassword } from '../prompt.js';

/** `createsuperuser`: as Django's; the password is asked for, or read from a pipe. */
export const createsuperuser: Command = {
  usage: '--username NAME [--email ADDRESS]',
  summary: 'Create a superuser; asks for the password or reads it from standard input',
  options: { username: { type: 'string' }, email: { type: 'string', default: '' } },
  async run({ values, app, output }) {
    const context = await app();
    const email = asText(values.email) ?? '';
    const { usernameField } = context.get(UserModel).facts;
    // Django's own command takes the address as the name where users log in by it.
    const given = asText(values.username) ?? (usernameField === 'email' ? email : undefined);
    const name = required(given, '--username');
    const username = await context
      .get(AccountsService)
      .createSuperuser(name, email, await askNewPassword());
    output.result({ username }, [`Superuser ${username} created.`]);
    return 0;
  },
};

/** `changepassword NAME`: the sessions of the user end. */
export const changepassword: Command = {
  usage: 'NAME',
  summary: "Set a user's password; asks for it or reads it from standard input",
  async run({ positionals, app, output }) {
    const username = required(positionals[0], 'NAME');
    const accounts = (await app()).get(AccountsService);
    await accounts.setPassword(username, await askNewPassword());
    output.result({ username }, [`Password of ${username} changed.`]);
    return 0;
  },
};

/** `token NAME`: as REST framework's `drf_create_token`. */
export const token: Command = {
  usage: 'NAME',
  summary: "Print a user's API token; make one if he has none",
  async run({ positionals, app, output }) {
    const username = required(positionals[0], 'NAME');
    const context = await app();
    const user = await context.get(UsersRepository).findByUsername(username);
    if (!user) throw new UsageError(`There is no user ${printable(username)}.`);
    const key = await context.get(TokensRepository).getOrCreate(user.id);
    output.result({ username, token: key }, [key]);
    return 0;
  },
};

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
