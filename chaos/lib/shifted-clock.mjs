// Preloaded into an API process (`node --import`): its clock is CHAOS_CLOCK_SHIFT_MS ahead of the machine's.
const shift = Number(process.env.CHAOS_CLOCK_SHIFT_MS);
const RealDate = globalThis.Date;

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shift;
  }
};
