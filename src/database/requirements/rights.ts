/** The rights of a database user, as `SHOW GRANTS` prints them. */
export class Rights {
  private readonly grants: readonly Grant[];

  constructor(
    lines: readonly string[],
    private readonly database: string,
  ) {
    this.grants = lines.flatMap((line) => parseGrant(line) ?? []);
  }

  /** Whether the user may do this everywhere: `SUPER`. */
  hasGlobal(right: string): boolean {
    return this.grants.some((grant) => grant.scope === '*.*' && gives(grant, right));
  }

  /** Of these rights on a table of ours, or on the whole database (`*`), those that are missing. */
  missing(rights: readonly string[], table = '*'): string[] {
    const here = this.grants.filter(({ scope }) => this.covers(scope, table));
    return rights.filter((right) => !here.some((grant) => gives(grant, right)));
  }

  private covers(scope: string, table: string): boolean {
    if (scope === '*.*') return true;
    const [, database = '', name = ''] =
      /^`((?:[^`]|``)*)`\.(\*|`(?:[^`]|``)*`)$/.exec(scope) ?? [];
    const isHere = patternOf(unquoted(database)).test(this.database);
    return isHere && (name === '*' || name === `\`${table}\``);
  }
}

interface Grant {
  readonly rights: ReadonlySet<string>;
  /** `*.*`, `` `database`.* `` or `` `database`.`table` ``. */
  readonly scope: string;
}

/** Roles and proxies are no rights by themselves: what they give stands in lines of its own once they are active. */
function parseGrant(line: string): Grant | undefined {
  const [, rights, scope] =
    /^GRANT (.+?) ON (?:TABLE )?(\*\.\*|`.+?`\.(?:\*|`.+?`)) TO /.exec(line) ?? [];
  if (rights === undefined || scope === undefined) return undefined;
  const names = rights.split(/,\s*(?![^()]*\))/).map((name) => name.trim().toUpperCase());
  return { rights: new Set(names), scope };
}

function gives({ rights }: Grant, right: string): boolean {
  if (rights.has(right)) return true;
  return rights.has('ALL PRIVILEGES') || rights.has('ALL');
}

const unquoted = (name: string): string => name.replaceAll('``', '`');

/** In a grant a database's name is a pattern of LIKE: `%` and `_` are wildcards unless escaped. */
function patternOf(name: string): RegExp {
  const parts = name.match(/\\.|[^\\]/gsu) ?? [];
  const source = parts.map((part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return (part.length > 1 ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 'su');
}
