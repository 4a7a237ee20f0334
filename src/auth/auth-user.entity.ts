import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Django's table of users (`django.contrib.auth.models.User`). Never altered by us. */
@Entity({ name: 'auth_user', synchronize: false })
export class AuthUser {
  @PrimaryGeneratedColumn({ type: 'int' })
  id!: number;

  @Column({ type: 'varchar', length: 150 })
  username!: string;

  /** `algorithm$…` as `django.contrib.auth.hashers` writes it; never leaves this module. */
  @Column({ type: 'varchar', length: 128 })
  password!: string;

  @Column({ name: 'first_name', type: 'varchar', length: 150 })
  firstName!: string;

  @Column({ name: 'last_name', type: 'varchar', length: 150 })
  lastName!: string;

  @Column({ type: 'varchar', length: 254 })
  email!: string;

  @Column({ name: 'is_staff', type: 'boolean' })
  isStaff!: boolean;

  @Column({ name: 'is_active', type: 'boolean' })
  isActive!: boolean;

  @Column({ name: 'is_superuser', type: 'boolean' })
  isSuperuser!: boolean;
}
