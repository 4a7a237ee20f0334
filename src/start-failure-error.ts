/** What kept a process from starting, said in full for the person who started it. */
export class StartFailure extends Error {}
