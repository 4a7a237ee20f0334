/** A promise that a test settles from outside: the handshake of two transactions. */
export class Signal {
  readonly given: Promise<void>;
  give: () => void = () => undefined;

  constructor() {
    this.given = new Promise((resolve) => {
      this.give = resolve;
    });
  }
}
