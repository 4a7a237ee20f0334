/** A whole number from 1 to `most`. */
export const anyOf = (most) => 1 + Math.floor(Math.random() * most);

/** What a browser sends that is logged in. */
export function get(path, { session }) {
  return { method: 'GET', path, headers: { cookie: `sessionid=${session}` } };
}

/** A change as the SPA sends it, with the CSRF token in cookie and header. */
export function patch(path, { session, csrf }, body) {
  return {
    method: 'PATCH',
    path,
    headers: {
      cookie: `sessionid=${session}; csrftoken=${csrf}`,
      'x-csrftoken': csrf,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  };
}
