import { Controller, Get, Headers, Inject, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CONFIG, type Config } from '../config/index.js';
import { ApiProblems, CurrentUser, type User } from '../http/index.js';
import { type FeedQuery, feedQuerySchema, parseLastEventId } from './dto/feed.dto.js';
import { EventStream } from './event-stream.js';

/** A listener who takes nothing for so many heartbeats is cut off; he resumes with Last-Event-ID. */
const STALLED_HEARTBEATS = 4;

const EXAMPLE = 'id: 12\nevent: updated\ndata: {"id":4711,"asset_id":7,"kind":"updated"}\n\n';

/** What happens to the rows of models, or to all assets, live. */
@ApiTags('events')
@Controller('api/events')
export class EventsController {
  constructor(
    private readonly events: EventStream,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({
    summary:
      'Every change of every asset, or of every row of some models, as Server-Sent Events, from now on or from an event on',
  })
  @ApiHeader({ name: 'Last-Event-ID', description: 'Go on behind this event.', required: false })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description:
      'Blocks with `id` (ascending), `event` (the kind) and `data` (an AssetEvent; for other models a RecordEvent).',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  @ApiProblems(400, 401, 403, 404, 429, 503)
  async listen(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentUser() user: User,
    @Query({ schema: feedQuerySchema }) query: FeedQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
  ): Promise<StreamableFile> {
    const from = parseLastEventId(lastEventId) ?? query.last_event_id;
    const stream = await this.events.open({ request, response, user }, query, from);
    response.setTimeout(STALLED_HEARTBEATS * this.config.events.heartbeatSeconds * 1000, () => {
      response.destroy();
    });
    response.setHeader('X-Accel-Buffering', 'no');
    // A stream that ends leaves nothing to keep alive; an orderly stop need not wait for the socket.
    response.setHeader('Connection', 'close');
    return new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' });
  }
}
