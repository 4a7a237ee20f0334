/** The server that this run tests on, as globalSetup found it: a test says what it wants of each brand. */
export const isMariaDb = (process.env.TEST_SERVER_VERSION ?? '').includes('MariaDB');
