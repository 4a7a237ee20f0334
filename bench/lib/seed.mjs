/** What the search of S1 looks for: each is the model of one asset in eight. */
export const MODELS = [
  ...['R5300 G4', 'R5500 G5', 'PowerEdge R750', 'PowerEdge R6625'],
  ...['ProLiant DL380', 'ProLiant DL360', 'ThinkSystem SR650', 'FusionServer 2288H'],
];

const STATUSES = ['in_stock', 'deployed', 'maintenance', 'retired', 'lost'];

/** `ELT(n MOD 8 + 1, …)`: one of the texts by the number of the row. */
const oneOf = (texts, divisor = 1) =>
  `ELT(FLOOR(seq / ${divisor}) MOD ${texts.length} + 1, ${texts.map((text) => `'${text}'`).join(', ')})`;

/**
 * Fills the inventory of a migrated database: `assets` rows whose `updated_at` differ by a second.
 * @param {import('mysql2/promise').Connection} connection
 * @param {number} assets how many
 */
export async function seedAssets(connection, assets) {
  await withoutTriggers(connection, () => connection.query(assetsSql(assets)));
  await connection.query('ANALYZE TABLE assets_asset');
}

/**
 * The site's own table in place of what its migrations put there: `rows` servers, each with a network card.
 * @param {import('mysql2/promise').Connection} connection
 * @param {number} rows how many
 */
export async function seedServers(connection, rows) {
  await connection.query('DELETE FROM blog_asset_db_ethernets');
  await connection.query('DELETE FROM blog_asset_db');
  await connection.query(`
    INSERT INTO blog_asset_db (serverno, ip_addr, user, passwd, cpu, memory, status, owner, remark2)
      SELECT CONCAT('SRV-', seq), CONCAT_WS('.', 10, seq DIV 65536 MOD 256, seq DIV 256 MOD 256, seq MOD 256), 'root', 'hidden',
        ${oneOf(MODELS)}, seq MOD 8 * 16, ${oneOf(['Online', 'Offline', 'Repair', 'Spare', 'Retired'])}, ${oneOf(['Ann', 'Ben', 'Cid'], 7)}, ''
        FROM seq_1_to_${rows}`);
  await connection.query(`
    INSERT INTO blog_asset_db_ethernets (asset_db_id, ethernet_id)
      SELECT id, (SELECT MIN(id) FROM blog_ethernet) FROM blog_asset_db`);
  await connection.query('ANALYZE TABLE blog_asset_db, blog_asset_db_ethernets');
}

/** MariaDB's sequence engine writes a million rows in one statement. */
function assetsSql(assets) {
  return `
    INSERT INTO assets_asset (asset_tag, name, serial, status, category, manufacturer, model, site, rack, rack_unit,
        ip_address, mac_address, notes, custom, created_at, updated_at)
      SELECT CONCAT('LOCK-', LPAD(seq, 7, '0')), CONCAT('srv-', LPAD(seq MOD 97, 2, '0'), '-', seq), CONCAT('SN', LPAD(seq, 8, '0')),
        ${oneOf(STATUSES)}, 'server', ${oneOf(['ZTE', 'Dell', 'HPE', 'Lenovo', 'Huawei'], 3)}, ${oneOf(MODELS, 5)},
        ${oneOf(['Shanghai', 'Berlin', 'Austin'], 7)}, LPAD(seq MOD 40, 2, '0'), seq MOD 42 + 1,
        CONCAT_WS('.', 10, seq DIV 65536 MOD 256, seq DIV 256 MOD 256, seq MOD 256),
        CONCAT_WS(':', '00', '1A', LPAD(HEX(seq DIV 16777216 MOD 256), 2, '0'), LPAD(HEX(seq DIV 65536 MOD 256), 2, '0'),
          LPAD(HEX(seq DIV 256 MOD 256), 2, '0'), LPAD(HEX(seq MOD 256), 2, '0')),
        '', '{"power": "A+B"}', '2026-01-01', '2026-01-01' + INTERVAL seq SECOND
        FROM seq_1_to_${assets}`;
}

/** The triggers would stamp every row with this moment, and write an event for each. */
async function withoutTriggers(connection, work) {
  const [triggers] = await connection.query("SHOW TRIGGERS LIKE 'assets_asset'");
  const made = [];
  for (const { Trigger: name } of triggers) {
    const [[{ 'SQL Original Statement': sql }]] = await connection.query(
      `SHOW CREATE TRIGGER ${name}`,
    );
    made.push(sql);
    await connection.query(`DROP TRIGGER ${name}`);
  }
  await work();
  for (const sql of made) await connection.query(sql);
}
