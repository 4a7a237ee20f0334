import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Django's table of sessions (`django.contrib.sessions.models.Session`). Never altered by us. */
@Entity({ name: 'django_session', synchronize: false })
export class DjangoSession {
  @PrimaryColumn({ name: 'session_key', type: 'varchar', length: 40 })
  sessionKey!: string;

  @Column({ name: 'session_data', type: 'longtext' })
  sessionData!: string;

  @Index()
  @Column({ name: 'expire_date', type: 'datetime', precision: 6 })
  expireDate!: Date;
}
