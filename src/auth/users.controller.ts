import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, CurrentUser, RequirePermission, type User } from '../http/index.js';
import { type UserSearch, userSearchSchema } from './dto/user-search.dto.js';
import { toListedUser, type UserList, userListSchema } from './user-view.js';
import { UsersRepository } from './users.repository.js';

/** Whom an asset can be handed to. */
@ApiTags('users')
@Controller('api/users')
export class UsersController {
  constructor(private readonly users: UsersRepository) {}

  @Get()
  @RequirePermission('assets.change_asset')
  @ApiOperation({
    summary: 'Active users by name, for the check-out dialog; staff also see the email',
  })
  @ApiOkResponse({ standardSchema: userListSchema, description: 'By user name' })
  @ApiProblems(400, 401, 403)
  async search(
    @CurrentUser() caller: User,
    @Query({ schema: userSearchSchema }) { search, limit }: UserSearch,
  ): Promise<UserList> {
    const found = await this.users.searchActive(search, limit);
    return { results: found.map((user) => toListedUser(user, caller)) };
  }
}
