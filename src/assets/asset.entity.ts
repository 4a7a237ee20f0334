import type { UserId } from '../database/index.js';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export const ASSET_STATUSES = ['in_stock', 'deployed', 'maintenance', 'retired', 'lost'] as const;

export type AssetStatus = (typeof ASSET_STATUSES)[number];

/** `assets_asset`. Properties are spelled as the columns, so that rows of lean SQL are the same shape. */
@Entity({ name: 'assets_asset', synchronize: false })
export class Asset {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: number;

  @Column({ type: 'varchar', length: 64 })
  asset_tag!: string;

  @Column({ type: 'varchar', length: 255 })
  name!: string;

  @Column({ type: 'varchar', length: 128, nullable: true })
  serial!: string | null;

  @Column({ type: 'varchar', length: 20 })
  status!: AssetStatus;

  @Column({ type: 'varchar', length: 120 })
  category!: string;

  @Column({ type: 'varchar', length: 120 })
  manufacturer!: string;

  @Column({ type: 'varchar', length: 120 })
  model!: string;

  @Column({ type: 'varchar', length: 120 })
  site!: string;

  @Column({ type: 'varchar', length: 120 })
  rack!: string;

  @Column({ type: 'smallint', nullable: true })
  rack_unit!: number | null;

  @Column({ type: 'varchar', length: 45, nullable: true })
  ip_address!: string | null;

  @Column({ type: 'varchar', length: 17, nullable: true })
  mac_address!: string | null;

  @Column({ type: 'int', nullable: true })
  assigned_to_id!: UserId | null;

  /** Times are the server's text, in UTC: a `Date` has no microseconds. */
  @Column({ type: 'datetime', precision: 6, nullable: true })
  checked_out_at!: string | null;

  @Column({ type: 'datetime', precision: 6, nullable: true })
  due_at!: string | null;

  @Column({ type: 'date', nullable: true })
  purchased_on!: string | null;

  @Column({ type: 'date', nullable: true })
  warranty_until!: string | null;

  /** A decimal as text, because a float would not hold it. */
  @Column({ type: 'decimal', precision: 12, scale: 2, nullable: true })
  cost!: string | null;

  @Column({ type: 'longtext' })
  notes!: string;

  /** An object, unless Django or SQL wrote something else. */
  @Column({ type: 'json' })
  custom!: object;

  /** Raised by the trigger on every real change, whoever writes. */
  @Column({ type: 'bigint' })
  version!: number;

  @Column({ type: 'datetime', precision: 6 })
  created_at!: string;

  @Column({ type: 'datetime', precision: 6 })
  updated_at!: string;
}
