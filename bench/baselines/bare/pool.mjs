import mysql from 'mysql2';

const url = new URL(process.env.DATABASE_URL);

/** As many connections as the API has, in the same state. */
const pool = mysql.createPool({
  user: url.username,
  database: url.pathname.slice(1),
  socketPath: url.searchParams.get('socketPath'),
  connectionLimit: 10,
  timezone: 'Z',
  dateStrings: ['DATE'],
  charset: 'utf8mb4',
});
pool.on('connection', (connection) => {
  connection.query(
    "SET SESSION time_zone = '+00:00', tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5",
  );
});

/** @returns {Promise<any>} rows, or what a write did */
export function query(sql, values, on = pool) {
  return new Promise((resolve, reject) => {
    on.query(sql, values, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** From BEGIN to COMMIT on one connection. The triggers note `userId` as the author. */
export async function inTransaction(userId, work) {
  const connection = await new Promise((resolve, reject) => {
    pool.getConnection((error, given) => (error ? reject(error) : resolve(given)));
  });
  try {
    if (connection.actor !== userId)
      await query('SET @lockstep_actor_id = ?', [userId], connection);
    connection.actor = userId;
    await query('START TRANSACTION', [], connection);
    const result = await work(connection);
    await query('COMMIT', [], connection);
    return result;
  } catch (error) {
    await query('ROLLBACK', [], connection);
    throw error;
  } finally {
    connection.release();
  }
}
