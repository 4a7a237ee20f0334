import { inTransaction, query } from './pool.mjs';
import { Refused } from './refused.mjs';

/** Takes `count` free rows of the site's table one by one, past those that somebody holds; all of them or none. */
export function claimRows(userId, { count }) {
  return inTransaction(userId, async (connection) => {
    const results = [];
    while (results.length < count) {
      const [row] = await query(
        "SELECT * FROM blog_asset_db WHERE status = 'Free' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
        [],
        connection,
      );
      if (!row) throw new Refused(409);
      await query("UPDATE blog_asset_db SET status = 'Taken' WHERE id = ?", [row.id], connection);
      results.push({ ...row, status: 'Taken' });
    }
    return { results };
  });
}
