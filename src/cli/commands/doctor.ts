import { examine, takeSurvey, toLines } from '../../doctor/index.js';
import type { Command } from '../command.js';
import { printable } from '../output.js';

/** `doctor`: which Django this is, whether its sessions verify, and what to set. Reads only. */
export const doctor: Command = {
  usage: '',
  summary: 'Look at a database and SECRET_KEY of a Django site and say what to set; writes nothing',
  async run({ config, output }) {
    const report = examine(await takeSurvey(config), config);
    output.result(report, toLines(report).map(printable));
    return report.healthy ? 0 : 1;
  },
};
