// Made from the OpenAPI document of the service; `npx vitest run test/e2e/client-schema.test.ts -u` makes it anew.

export interface paths {
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The process runs */
    get: operations['Health_live'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The database can be reached, all migrations have run, and the database keeps what it must */
    get: operations['Health_ready'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Metrics in the text format of Prometheus */
    get: operations['Health_scrape'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The caller's own session */
    get: operations['OwnSession_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Set keys of the own session; null removes a key
     * @description Without a login a session holds 8 KB at most.
     */
    patch: operations['OwnSession_change'];
    trace?: never;
  };
  '/api/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Sessions, newest expiry first; keys are shortened */
    get: operations['Sessions_list'];
    put?: never;
    post?: never;
    /** End every session of a user */
    delete: operations['Sessions_endAll'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One session, decoded */
    get: operations['Sessions_read'];
    put?: never;
    post?: never;
    /** End one session */
    delete: operations['Sessions_end'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/decode': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Decode any session_data */
    post: operations['Sessions_decode'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/csrf': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A CSRF token, with Django's cookie */
    get: operations['Auth_token'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Log in */
    post: operations['Auth_login'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Log out: the session ends here and on the Django site */
    post: operations['Auth_logout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The logged-in user with groups and permissions */
    get: operations['Auth_me'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change the own password; other sessions of the user end */
    post: operations['Auth_changePassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Active users by name, for the check-out dialog; staff also see the email */
    get: operations['Users_search'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Assets, filtered and ordered, page by page */
    get: operations['AssetList_list'];
    put?: never;
    /** Create an asset; without asset_tag it gets the next one */
    post: operations['Assets_create'];
    /** Delete all assets that match a filter, or none; their history stays */
    delete: operations['Bulk_remove'];
    options?: never;
    head?: never;
    /** Change all assets that match a filter, or none */
    patch: operations['Bulk_change'];
    trace?: never;
  };
  '/api/assets/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Search by a term, which the session remembers */
    get: operations['AssetList_search'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All assets, or those that the filters of the list match, as a file */
    get: operations['Transfer_export'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Create and change assets from a file, with a report on each row */
    post: operations['Transfer_import'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One asset */
    get: operations['Assets_read'];
    put?: never;
    post?: never;
    /** Delete an asset; its history stays */
    delete: operations['Assets_remove'];
    options?: never;
    head?: never;
    /** Change some fields under the row lock */
    patch: operations['Assets_change'];
    trace?: never;
  };
  '/api/assets/{id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who changed what, newest first; also of a deleted asset */
    get: operations['AssetHistory_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/{id}/check-out': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Hand an asset in stock to a user: it is deployed from then on */
    post: operations['Custody_checkOut'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/{id}/check-in': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take an asset back into the stock; in maintenance it stays there */
    post: operations['Custody_checkIn'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/{id}/transition': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change the status along the allowed steps */
    post: operations['Custody_transition'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/allocate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Hand any free assets that match a filter to a user */
    post: operations['Bulk_allocate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Several operations, all or none of them, or each for itself */
    post: operations['Batch_run'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/assets/{id}/lease': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who is editing the asset at present */
    get: operations['Lease_read'];
    /** Take a lease, or renew the one whose token is sent */
    put: operations['Lease_take'];
    post?: never;
    /** Give the lease up; a superuser may end anybody’s */
    delete: operations['Lease_giveUp'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every change of every asset, or of every row of some models, as Server-Sent Events, from now on or from an event on */
    get: operations['Events_listen'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{label}/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All rows of a model, or those that the filters match, as a file */
    get: operations['RecordTransfer_export'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{label}/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change and add rows from a file, with a report on each line */
    post: operations['RecordTransfer_import'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The models that you may see, with all that a list or a form needs */
    get: operations['Records_describe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{label}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Rows of a model, filtered and ordered, page by page */
    get: operations['Records_list'];
    put?: never;
    /** Add a row */
    post: operations['RecordWrites_create'];
    /** Delete all rows that match a filter, or none */
    delete: operations['RecordWrites_removeMany'];
    options?: never;
    head?: never;
    /** Change all rows that match a filter, or none */
    patch: operations['RecordWrites_changeMany'];
    trace?: never;
  };
  '/api/models/{label}/aggregate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Counts, sums, averages, least and greatest values, by groups */
    get: operations['Records_aggregate'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{label}/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One row */
    get: operations['Records_read'];
    /** Change the row, or add it: Django's update_or_create */
    put: operations['RecordWrites_put'];
    post?: never;
    /** Delete a row */
    delete: operations['RecordWrites_remove'];
    options?: never;
    head?: never;
    /** Change some fields of a row under its lock */
    patch: operations['RecordWrites_change'];
    trace?: never;
  };
  '/api/models/{label}/claim': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take any rows that fit and set them, never one twice */
    post: operations['RecordWrites_claim'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Operations on rows of several models, all or none of them, or each for itself */
    post: operations['RecordBatch_run'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{label}/{key}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who changed what, newest first; also of a row that is gone */
    get: operations['RecordHistory_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/models/{label}/{key}/lease': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who is editing the row at present */
    get: operations['RecordLeases_read'];
    /** Take a lease, or renew the one whose token is sent */
    put: operations['RecordLeases_take'];
    post?: never;
    /** Give the lease up; a superuser may end anybody’s */
    delete: operations['RecordLeases_giveUp'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/locks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Open transactions, what they lock and who waits for whom */
    get: operations['Locks_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What `manage doctor` finds: whether the service works beside its Django; reads only */
    get: operations['Doctor_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * @example {
     *       "status": "ok"
     *     }
     */
    Live: {
      /** @enum {string} */
      status: 'ok';
    };
    /**
     * @example {
     *       "status": "ok",
     *       "checks": {
     *         "database": "ok",
     *         "migrations": "ok",
     *         "inventory": "ok"
     *       }
     *     }
     */
    Ready: {
      /** @enum {string} */
      status: 'ok';
      checks: {
        [key: string]: string;
      };
    };
    /**
     * @example {
     *       "expire_date": "2026-12-08T08:00:00.000Z",
     *       "data": {
     *         "_auth_user_id": "1",
     *         "theme": "dark"
     *       }
     *     }
     */
    OwnSession: {
      expire_date: string | null;
      data: {
        [key: string]: unknown;
      };
    };
    /**
     * @example {
     *       "results": [
     *         {
     *           "session_key": "k3j4…",
     *           "expire_date": "2026-12-08T08:00:00.000Z",
     *           "user_id": 1,
     *           "format": "signed",
     *           "valid": true
     *         }
     *       ],
     *       "scanned": 120,
     *       "complete": true
     *     }
     */
    SessionList: {
      results: {
        session_key: string;
        /** Format: date-time */
        expire_date: string;
        user_id: (number | string) | null;
        /** @enum {string} */
        format: 'legacy' | 'signed' | 'signed-compressed' | 'pickle' | 'unknown';
        valid: boolean;
      }[];
      /** @description Rows that were decoded to answer. */
      scanned: number;
      /** @description False when the scan stopped at its bound before the end of the table. */
      complete: boolean;
    };
    /**
     * @example {
     *       "session_key": "k3j4h5g6f7d8s9a0k3j4h5g6f7d8s9a0",
     *       "expire_date": "2026-12-08T08:00:00.000Z",
     *       "user_id": 1,
     *       "format": "signed",
     *       "valid": true,
     *       "data": {
     *         "_auth_user_id": "1",
     *         "theme": "dark"
     *       }
     *     }
     */
    Session: {
      session_key: string;
      /** Format: date-time */
      expire_date: string;
      user_id: (number | string) | null;
      /** @enum {string} */
      format: 'legacy' | 'signed' | 'signed-compressed' | 'pickle' | 'unknown';
      valid: boolean;
      data: {
        [key: string]: unknown;
      } | null;
    };
    /**
     * @example {
     *       "ended": 3
     *     }
     */
    EndedSessions: {
      ended: number;
    };
    /**
     * @example {
     *       "valid": true,
     *       "format": "signed",
     *       "key_index": 0,
     *       "data": {
     *         "_auth_user_id": "1",
     *         "theme": "dark"
     *       }
     *     }
     */
    DecodedSession: {
      valid: boolean;
      /** @enum {string} */
      format: 'legacy' | 'signed' | 'signed-compressed' | 'pickle' | 'unknown';
      key_index: number | null;
      data: {
        [key: string]: unknown;
      } | null;
    };
    /**
     * @example {
     *       "csrfToken": "pTXmOKnrbFdXWzkBDGKyyXdYxXaCOFbWBj2SvPlNMNnqVzYUFrzp1vZGLOsD8Cqx"
     *     }
     */
    CsrfToken: {
      csrfToken: string;
    };
    /**
     * @example {
     *       "id": 1,
     *       "username": "ann",
     *       "first_name": "Ann",
     *       "last_name": "Lee",
     *       "email": "ann@example.com",
     *       "is_staff": true,
     *       "is_superuser": false,
     *       "groups": [
     *         "technicians"
     *       ],
     *       "permissions": [
     *         "assets.change_asset",
     *         "assets.view_asset"
     *       ]
     *     }
     */
    User: {
      /** @description A number; beyond 2^53 its digits; a UUID where the model of users has such a key. */
      id: number | string;
      username: string;
      first_name: string;
      last_name: string;
      email: string;
      is_staff: boolean;
      is_superuser: boolean;
      groups: string[];
      permissions: string[];
    };
    /**
     * @example {
     *       "results": [
     *         {
     *           "id": 1,
     *           "username": "ann",
     *           "first_name": "Ann",
     *           "last_name": "Lee",
     *           "email": "ann@example.com",
     *           "is_staff": true
     *         }
     *       ]
     *     }
     */
    UserList: {
      results: {
        /** @description A number; beyond 2^53 its digits; a UUID where the model of users has such a key. */
        id: number | string;
        username: string;
        first_name: string;
        last_name: string;
        email?: string;
        is_staff?: boolean;
      }[];
    };
    /**
     * @example {
     *       "results": [
     *         {
     *           "id": 7,
     *           "asset_tag": "LOCK-000007",
     *           "name": "r5300g4-24-22",
     *           "serial": "J900ABCD",
     *           "status": "deployed",
     *           "category": "server",
     *           "manufacturer": "ZTE",
     *           "model": "R5300 G4",
     *           "site": "Shanghai",
     *           "rack": "24",
     *           "rack_unit": 22,
     *           "ip_address": "10.24.0.22",
     *           "mac_address": "00:1A:2B:3C:4D:5E",
     *           "assigned_to_id": 1,
     *           "checked_out_at": "2026-11-02T08:00:00.000Z",
     *           "due_at": null,
     *           "purchased_on": "2026-01-31",
     *           "warranty_until": "2029-01-31",
     *           "cost": "4999.00",
     *           "notes": "",
     *           "custom": {
     *             "power": "A+B"
     *           },
     *           "version": 3,
     *           "created_at": "2026-02-01T09:30:00.000Z",
     *           "updated_at": "2026-11-02T08:00:00.000Z"
     *         }
     *       ],
     *       "next": "/api/assets?status=deployed&cursor=WzEsIm5leHQiLCJpZCIsWyI3Il1d",
     *       "previous": null,
     *       "count": 1
     *     }
     */
    AssetList: {
      results: {
        id?: number;
        asset_tag?: string;
        name?: string;
        serial?: string | null;
        /** @enum {string} */
        status?: 'in_stock' | 'deployed' | 'maintenance' | 'retired' | 'lost';
        category?: string;
        manufacturer?: string;
        model?: string;
        site?: string;
        rack?: string;
        rack_unit?: number | null;
        ip_address?: string | null;
        mac_address?: string | null;
        assigned_to_id?: (number | string) | null;
        checked_out_at?: string | null;
        due_at?: string | null;
        purchased_on?: string | null;
        warranty_until?: string | null;
        cost?: string | null;
        notes?: string;
        custom?: {
          [key: string]: unknown;
        };
        version?: number;
        created_at?: string | null;
        updated_at?: string | null;
      }[];
      /** @description Path and query of the page behind this one. */
      next: string | null;
      /** @description And of the one before it. */
      previous: string | null;
      /** @description With `count=true`: all that the filters match. */
      count?: number;
    };
    /**
     * @example {
     *       "key": "r5300",
     *       "results": [
     *         {
     *           "id": 7,
     *           "asset_tag": "LOCK-000007",
     *           "name": "r5300g4-24-22",
     *           "serial": "J900ABCD",
     *           "status": "deployed",
     *           "category": "server",
     *           "manufacturer": "ZTE",
     *           "model": "R5300 G4",
     *           "site": "Shanghai",
     *           "rack": "24",
     *           "rack_unit": 22,
     *           "ip_address": "10.24.0.22",
     *           "mac_address": "00:1A:2B:3C:4D:5E",
     *           "assigned_to_id": 1,
     *           "checked_out_at": "2026-11-02T08:00:00.000Z",
     *           "due_at": null,
     *           "purchased_on": "2026-01-31",
     *           "warranty_until": "2029-01-31",
     *           "cost": "4999.00",
     *           "notes": "",
     *           "custom": {
     *             "power": "A+B"
     *           },
     *           "version": 3,
     *           "created_at": "2026-02-01T09:30:00.000Z",
     *           "updated_at": "2026-11-02T08:00:00.000Z"
     *         }
     *       ]
     *     }
     */
    FoundAssets: {
      key: string;
      results: components['schemas']['Asset'][];
    };
    /**
     * @example {
     *       "id": 7,
     *       "asset_tag": "LOCK-000007",
     *       "name": "r5300g4-24-22",
     *       "serial": "J900ABCD",
     *       "status": "deployed",
     *       "category": "server",
     *       "manufacturer": "ZTE",
     *       "model": "R5300 G4",
     *       "site": "Shanghai",
     *       "rack": "24",
     *       "rack_unit": 22,
     *       "ip_address": "10.24.0.22",
     *       "mac_address": "00:1A:2B:3C:4D:5E",
     *       "assigned_to_id": 1,
     *       "checked_out_at": "2026-11-02T08:00:00.000Z",
     *       "due_at": null,
     *       "purchased_on": "2026-01-31",
     *       "warranty_until": "2029-01-31",
     *       "cost": "4999.00",
     *       "notes": "",
     *       "custom": {
     *         "power": "A+B"
     *       },
     *       "version": 3,
     *       "created_at": "2026-02-01T09:30:00.000Z",
     *       "updated_at": "2026-11-02T08:00:00.000Z"
     *     }
     */
    Asset: {
      id: number;
      asset_tag: string;
      name: string;
      serial: string | null;
      /** @enum {string} */
      status: 'in_stock' | 'deployed' | 'maintenance' | 'retired' | 'lost';
      category: string;
      manufacturer: string;
      model: string;
      site: string;
      rack: string;
      rack_unit: number | null;
      ip_address: string | null;
      mac_address: string | null;
      assigned_to_id: (number | string) | null;
      checked_out_at: string | null;
      due_at: string | null;
      purchased_on: string | null;
      warranty_until: string | null;
      cost: string | null;
      notes: string;
      custom: {
        [key: string]: unknown;
      };
      version: number;
      created_at: string | null;
      updated_at: string | null;
    };
    /**
     * @example {
     *       "name": "r5300g4-24-22",
     *       "model": "R5300 G4",
     *       "site": "Shanghai",
     *       "rack": "24",
     *       "cost": "4999.00"
     *     }
     */
    AssetCreate: {
      asset_tag?: string;
      name: string;
      serial?: string | null;
      /** @enum {string} */
      status?: 'in_stock' | 'deployed' | 'maintenance' | 'retired' | 'lost';
      category?: string;
      manufacturer?: string;
      model?: string;
      site?: string;
      rack?: string;
      rack_unit?: number | null;
      ip_address?: string | null;
      mac_address?: string | null;
      due_at?: string | null;
      purchased_on?: string | null;
      warranty_until?: string | null;
      cost?: string | number | null;
      notes?: string;
      custom?: {
        [key: string]: unknown;
      };
      /** @description Read-only: the database sets it. */
      readonly id?: unknown;
      /** @description Read-only: it changes with check-out and check-in. */
      readonly assigned_to_id?: unknown;
      /** @description Read-only: it changes with check-out and check-in. */
      readonly checked_out_at?: unknown;
      /** @description Read-only: the database sets it. */
      readonly version?: unknown;
      /** @description Read-only: the database sets it. */
      readonly created_at?: unknown;
      /** @description Read-only: the database sets it. */
      readonly updated_at?: unknown;
    };
    /**
     * @example {
     *       "rack": "25",
     *       "custom": {
     *         "power": "A+B"
     *       }
     *     }
     */
    AssetPatch: {
      asset_tag?: string;
      name?: string;
      serial?: string | null;
      /** @enum {string} */
      status?: 'in_stock' | 'deployed' | 'maintenance' | 'retired' | 'lost';
      category?: string;
      manufacturer?: string;
      model?: string;
      site?: string;
      rack?: string;
      rack_unit?: number | null;
      ip_address?: string | null;
      mac_address?: string | null;
      due_at?: string | null;
      purchased_on?: string | null;
      warranty_until?: string | null;
      cost?: string | number | null;
      notes?: string;
      custom?: {
        [key: string]: unknown;
      };
      /** @description Read-only: the database sets it. */
      readonly id?: unknown;
      /** @description Read-only: it changes with check-out and check-in. */
      readonly assigned_to_id?: unknown;
      /** @description Read-only: it changes with check-out and check-in. */
      readonly checked_out_at?: unknown;
      /** @description Read-only: the database sets it. */
      readonly version?: unknown;
      /** @description Read-only: the database sets it. */
      readonly created_at?: unknown;
      /** @description Read-only: the database sets it. */
      readonly updated_at?: unknown;
    };
    History: {
      /** @description Newest first. */
      results: components['schemas']['AssetEvent'][];
      /** @description Path and query of the page of older events. */
      next: string | null;
    };
    /**
     * @example {
     *       "id": 4711,
     *       "asset_id": 7,
     *       "asset_tag": "LOCK-000007",
     *       "kind": "updated",
     *       "version": 3,
     *       "source": "lockstep",
     *       "actor": {
     *         "id": 1,
     *         "username": "wang.wei"
     *       },
     *       "note": null,
     *       "changes": {
     *         "rack": {
     *           "before": "24",
     *           "after": "25"
     *         }
     *       },
     *       "created_at": "2026-11-02T08:00:00.000Z"
     *     }
     */
    AssetEvent: {
      id: number;
      asset_id: number;
      asset_tag: string;
      /** @enum {string} */
      kind: 'created' | 'updated' | 'deleted';
      /** @description The version that the asset had after it. */
      version: number;
      /** @enum {string} */
      source: 'lockstep' | 'database';
      actor: {
        /** @description A number; beyond 2^53 its digits; a UUID where the model of users has such a key. */
        id: number | string;
        username: string | null;
      } | null;
      /** @description What the writer said beside the change. */
      note: string | null;
      changes: {
        [key: string]: {
          before: unknown;
          after: unknown;
        };
      };
      created_at: string | null;
    };
    /**
     * @example {
     *       "user_id": 1,
     *       "due_at": "2027-01-31T17:00:00Z"
     *     }
     */
    CheckOut: {
      user_id: number | string;
      due_at?: string | null;
      note?: string;
    };
    /**
     * @default {}
     * @example {
     *       "note": "fan replaced"
     *     }
     */
    CheckIn: {
      note?: string;
    };
    /**
     * @example {
     *       "status": "maintenance"
     *     }
     */
    Transition: {
      /** @enum {string} */
      status: 'in_stock' | 'deployed' | 'maintenance' | 'retired' | 'lost';
      note?: string;
    };
    /**
     * @example {
     *       "filter": {
     *         "site": "Shanghai",
     *         "rack__in": [
     *           "24",
     *           "25"
     *         ]
     *       },
     *       "set": {
     *         "notes": "moved"
     *       }
     *     }
     */
    BulkPatch: {
      /** @description Lookups, as the arguments of Django's `filter(**kwargs)`. */
      filter: {
        [key: string]: unknown;
      };
      /**
       * @description An empty filter means every row; this says that it is meant.
       * @default false
       */
      all: boolean;
      /** @default 1000 */
      max: number;
      /** @default false */
      dry_run: boolean;
      note?: string;
      set: components['schemas']['AssetPatch'];
    };
    /**
     * @example {
     *       "matched": 3,
     *       "changed": 2,
     *       "ids": [
     *         7,
     *         8,
     *         12
     *       ]
     *     }
     */
    BulkResult: {
      /** @description So many assets matched, under their locks. */
      matched: number;
      /** @description So many of them were not yet as wished. */
      changed: number;
      /** @description Those that matched, ascending. */
      ids: number[];
    };
    /**
     * @example {
     *       "filter": {
     *         "status": "retired"
     *       },
     *       "max": 50,
     *       "dry_run": true
     *     }
     */
    BulkDelete: {
      /** @description Lookups, as the arguments of Django's `filter(**kwargs)`. */
      filter: {
        [key: string]: unknown;
      };
      /**
       * @description An empty filter means every row; this says that it is meant.
       * @default false
       */
      all: boolean;
      /** @default 1000 */
      max: number;
      /** @default false */
      dry_run: boolean;
      note?: string;
    };
    /**
     * @example {
     *       "filter": {
     *         "category": "laptop"
     *       },
     *       "count": 2,
     *       "user_id": 1
     *     }
     */
    Allocate: {
      /** @description Lookups, as the arguments of Django's `filter(**kwargs)`. */
      filter?: {
        [key: string]: unknown;
      };
      count: number;
      user_id: number | string;
      due_at?: string | null;
      note?: string;
    };
    /**
     * @example {
     *       "atomic": true,
     *       "operations": [
     *         {
     *           "op": "create",
     *           "values": {
     *             "name": "r5300g4-24-23"
     *           }
     *         },
     *         {
     *           "op": "update",
     *           "id": 7,
     *           "version": 3,
     *           "set": {
     *             "rack": "25"
     *           }
     *         },
     *         {
     *           "op": "check-out",
     *           "id": 8,
     *           "user_id": 1,
     *           "note": "new colleague"
     *         }
     *       ]
     *     }
     */
    Batch: {
      /**
       * @description All or nothing; otherwise each operation stands for itself.
       * @default true
       */
      atomic: boolean;
      operations: (
        | {
            /** @enum {string} */
            op: 'create';
            values: components['schemas']['AssetCreate'];
            note?: string;
          }
        | {
            /** @enum {string} */
            op: 'update';
            id: number;
            /** @description As the header If-Match: the ETag of the asset as you read it. */
            if_match?: string;
            /** @description The same by its version. */
            version?: number;
            /** @description As the header Lease-Token: of your lease on the asset. */
            lease_token?: string;
            note?: string;
            set: components['schemas']['AssetPatch'];
          }
        | {
            /** @enum {string} */
            op: 'delete';
            id: number;
            /** @description As the header If-Match: the ETag of the asset as you read it. */
            if_match?: string;
            /** @description The same by its version. */
            version?: number;
            /** @description As the header Lease-Token: of your lease on the asset. */
            lease_token?: string;
            note?: string;
          }
        | {
            /** @enum {string} */
            op: 'check-out';
            id: number;
            /** @description As the header If-Match: the ETag of the asset as you read it. */
            if_match?: string;
            /** @description The same by its version. */
            version?: number;
            /** @description As the header Lease-Token: of your lease on the asset. */
            lease_token?: string;
            note?: string;
            user_id: number | string;
            due_at?: string | null;
          }
        | {
            /** @enum {string} */
            op: 'check-in';
            id: number;
            /** @description As the header If-Match: the ETag of the asset as you read it. */
            if_match?: string;
            /** @description The same by its version. */
            version?: number;
            /** @description As the header Lease-Token: of your lease on the asset. */
            lease_token?: string;
            note?: string;
          }
        | {
            /** @enum {string} */
            op: 'transition';
            id: number;
            /** @description As the header If-Match: the ETag of the asset as you read it. */
            if_match?: string;
            /** @description The same by its version. */
            version?: number;
            /** @description As the header Lease-Token: of your lease on the asset. */
            lease_token?: string;
            note?: string;
            /** @enum {string} */
            status: 'in_stock' | 'deployed' | 'maintenance' | 'retired' | 'lost';
          }
      )[];
    };
    BatchResult: {
      atomic: boolean;
      failed: number;
      results: ({
        index: number;
        op: string;
        /** @description The status that the operation alone would have had. */
        status: number;
        etag?: string;
        /** @description As it is now; absent when deleted. */
        asset?: components['schemas']['Asset'];
        /** @description Of a failure, with the members of its problem. */
        code?: string;
        detail?: string;
      } & {
        [key: string]: unknown;
      })[];
    };
    /**
     * @example {
     *       "asset_id": 7,
     *       "holder": {
     *         "id": 1,
     *         "username": "wang.wei"
     *       },
     *       "taken_at": "2026-11-02T07:40:00.000Z",
     *       "expires_at": "2026-11-02T08:05:00.000Z",
     *       "seconds_left": 300
     *     }
     */
    Lease: {
      asset_id: number;
      holder: {
        /** @description A number; beyond 2^53 its digits; a UUID where the model of users has such a key. */
        id: number | string;
        username: string | null;
      };
      /** @description Since when they edit; null where a process of version 0.1 gave the lease. */
      taken_at: string | null;
      /**
       * Format: date-time
       * @description By the clock of the database.
       */
      expires_at: string;
      seconds_left: number;
    };
    /**
     * @example {
     *       "seconds": 300
     *     }
     */
    LeaseWish: {
      seconds: number;
    };
    /**
     * @example {
     *       "asset_id": 7,
     *       "holder": {
     *         "id": 1,
     *         "username": "wang.wei"
     *       },
     *       "taken_at": "2026-11-02T07:40:00.000Z",
     *       "expires_at": "2026-11-02T08:05:00.000Z",
     *       "seconds_left": 300,
     *       "token": "5f0c3c1e9a7d4b62a1d8e7f60b9c2d43"
     *     }
     */
    HeldLease: {
      asset_id: number;
      holder: {
        /** @description A number; beyond 2^53 its digits; a UUID where the model of users has such a key. */
        id: number | string;
        username: string | null;
      };
      /** @description Since when they edit; null where a process of version 0.1 gave the lease. */
      taken_at: string | null;
      /**
       * Format: date-time
       * @description By the clock of the database.
       */
      expires_at: string;
      seconds_left: number;
      /** @description For the header Lease-Token. */
      token: string;
    };
    ModelList: {
      results: {
        label: string;
        verbose_name: string;
        /** @description Where its rows are read and written. */
        url: string;
        /** @description The field of the primary key; null where none is shown. */
        primary_key: string | null;
        /** @description What stands in the path of a row. */
        lookup_field: string | null;
        rights: {
          view: boolean;
          add: boolean;
          change: boolean;
          delete: boolean;
        };
        /** @description Whether `lockstep.json` lets rows be added. */
        add: boolean;
        /** @description And deleted. */
        delete: boolean;
        /** @description Why no row can be written. */
        read_only_reason: string | null;
        ordering: string[];
        search_fields: string[];
        fields: {
          /** @description As in answers: `owner_id` for a foreign key. */
          name: string;
          /** @description As in filters, where the name may be used, too. */
          filter_name: string;
          /** @enum {string} */
          type:
            | 'boolean'
            | 'integer'
            | 'decimal'
            | 'float'
            | 'text'
            | 'address'
            | 'uuid'
            | 'date'
            | 'datetime'
            | 'time'
            | 'duration'
            | 'json'
            | 'binary';
          label: string;
          nullable: boolean;
          unique: boolean;
          /** @description The database computes it. */
          generated: boolean;
          /** @description By `lockstep.json`; the permission is in `rights`. */
          editable: boolean;
          /** @description Whether a new row needs a value from you. */
          required: boolean;
          /** @description Of a new row; the table may have one of its own besides. */
          default?: unknown;
          /** @description For `ordering`, `by`, `min` and `max`. */
          orderable: boolean;
          /** @description And parts of dates and times. */
          lookups: string[];
          /** @description Characters of a text, bytes of a binary. */
          max_length?: number;
          /** @description Of an integer, as text. */
          min?: string;
          max?: string;
          max_digits?: number;
          decimal_places?: number;
          choices?: {
            value: unknown;
            label: string;
          }[];
        }[];
        relations: {
          /** @description As in filters and in `expand`. */
          name: string;
          /** @enum {string} */
          kind: 'forward' | 'many_to_many' | 'reverse';
          /** @description Whether there is at most one row at the other end. */
          single: boolean;
          /** @description Whether its list of keys may be set. */
          editable: boolean;
          model: string;
          url: string;
          /** @description The column of the foreign key. */
          column?: string;
        }[];
      }[];
    };
    /**
     * @example {
     *       "results": [
     *         {
     *           "id": 7,
     *           "serverno": "SN-0007",
     *           "ip_addr": "10.24.0.22",
     *           "status": "Online",
     *           "ethernets": [
     *             3,
     *             4
     *           ]
     *         }
     *       ],
     *       "next": null,
     *       "previous": null,
     *       "count": 1
     *     }
     */
    RecordList: {
      results: components['schemas']['Record'][];
      /** @description Path and query of the page behind this one. */
      next: string | null;
      /** @description And of the one before it. */
      previous: string | null;
      /** @description With `count=true`: all that the filters match. */
      count?: number;
      /** @description With `etags=true`: the ETag of each row. */
      etags?: string[];
    };
    /**
     * @example {
     *       "id": 7,
     *       "serverno": "SN-0007",
     *       "ip_addr": "10.24.0.22",
     *       "status": "Online",
     *       "ethernets": [
     *         3,
     *         4
     *       ]
     *     }
     */
    Record: {
      [key: string]: unknown;
    };
    /**
     * @example {
     *       "results": [
     *         {
     *           "status": "Online",
     *           "count": 12,
     *           "memory__sum": 3072
     *         }
     *       ],
     *       "truncated": false
     *     }
     */
    Groups: {
      results: {
        [key: string]: unknown;
      }[];
      /** @description Whether there are more groups than `limit`. */
      truncated: boolean;
    };
    /**
     * @description Editable fields and many-to-many relations by name, as `GET /api/models` tells them.
     * @example {
     *       "status": "Online",
     *       "owner": "张三",
     *       "ethernets": [
     *         3,
     *         4
     *       ]
     *     }
     */
    RecordValues: {
      [key: string]: unknown;
    };
    /**
     * @example {
     *       "filter": {
     *         "status": "Offline"
     *       },
     *       "set": {
     *         "status": "Online",
     *         "owner": "ci"
     *       },
     *       "count": 3
     *     }
     */
    Claim: {
      /** @description Lookups, as the arguments of Django's `filter(**kwargs)`. */
      filter?: {
        [key: string]: unknown;
      };
      /** @description Editable fields and their values, as in a PATCH of one row. */
      set: {
        [key: string]: unknown;
      };
      count: number;
      /** @description Which to take first, as in a list; without it any. */
      ordering?: string;
      note?: string;
    };
    /** @description The rows that were taken, as they are now. */
    Claimed: {
      results: components['schemas']['Record'][];
    };
    /**
     * @example {
     *       "filter": {
     *         "status": "Offline",
     *         "owner__isnull": true
     *       },
     *       "set": {
     *         "status": "Retired"
     *       }
     *     }
     */
    RecordsPatch: {
      /** @description Lookups, as the arguments of Django's `filter(**kwargs)`. */
      filter: {
        [key: string]: unknown;
      };
      /**
       * @description An empty filter means every row; this says that it is meant.
       * @default false
       */
      all: boolean;
      /** @default 1000 */
      max: number;
      /** @default false */
      dry_run: boolean;
      note?: string;
      /** @description Editable fields and their values, as in a PATCH of one row. */
      set: {
        [key: string]: unknown;
      };
    };
    /**
     * @example {
     *       "matched": 3,
     *       "changed": 2,
     *       "ids": [
     *         7,
     *         8,
     *         12
     *       ]
     *     }
     */
    RecordsResult: {
      /** @description So many rows matched, under their locks. */
      matched: number;
      /** @description So many of them were not yet as wished. */
      changed: number;
      /** @description The primary keys of those that matched, ascending. */
      ids: unknown[];
    };
    /**
     * @example {
     *       "filter": {
     *         "status": "Retired"
     *       },
     *       "dry_run": true
     *     }
     */
    RecordsDelete: {
      /** @description Lookups, as the arguments of Django's `filter(**kwargs)`. */
      filter: {
        [key: string]: unknown;
      };
      /**
       * @description An empty filter means every row; this says that it is meant.
       * @default false
       */
      all: boolean;
      /** @default 1000 */
      max: number;
      /** @default false */
      dry_run: boolean;
      note?: string;
    };
    /**
     * @example {
     *       "atomic": true,
     *       "operations": [
     *         {
     *           "op": "update",
     *           "model": "blog.asset_db",
     *           "key": "SN1",
     *           "set": {
     *             "status": "Online"
     *           }
     *         },
     *         {
     *           "op": "create",
     *           "model": "blog.ethernet",
     *           "values": {
     *             "e_model": "x710"
     *           }
     *         }
     *       ]
     *     }
     */
    RecordBatch: {
      /**
       * @description All or nothing; otherwise each operation stands for itself.
       * @default true
       */
      atomic: boolean;
      operations: (
        | {
            /** @enum {string} */
            op: 'create';
            /** @description `app_label.model`, as `blog.asset_db`. */
            model: string;
            /** @description Values by the names of fields. */
            values: {
              [key: string]: unknown;
            };
            note?: string;
          }
        | {
            /** @enum {string} */
            op: 'update';
            /** @description `app_label.model`, as `blog.asset_db`. */
            model: string;
            /** @description What stands in the path of the row. */
            key: string | number;
            /** @description As the header If-Match: the ETag of the row as you read it. */
            if_match?: string;
            /** @description As the header Lease-Token: of your lease on the row. */
            lease_token?: string;
            note?: string;
            /** @description Values by the names of fields. */
            set: {
              [key: string]: unknown;
            };
          }
        | {
            /** @enum {string} */
            op: 'delete';
            /** @description `app_label.model`, as `blog.asset_db`. */
            model: string;
            /** @description What stands in the path of the row. */
            key: string | number;
            /** @description As the header If-Match: the ETag of the row as you read it. */
            if_match?: string;
            /** @description As the header Lease-Token: of your lease on the row. */
            lease_token?: string;
            note?: string;
          }
      )[];
    };
    RecordBatchResult: {
      atomic: boolean;
      failed: number;
      results: ({
        index: number;
        op: string;
        model: string;
        /** @description The status that the operation alone would have had. */
        status: number;
        /** @description What stands in the path of the row. */
        key?: unknown;
        etag?: string;
        /** @description As it is now; absent when deleted. */
        record?: components['schemas']['Record'];
        /** @description Of a failure, with the members of its problem. */
        code?: string;
        detail?: string;
      } & {
        [key: string]: unknown;
      })[];
    };
    RecordHistory: {
      /** @description Newest first. */
      results: components['schemas']['RecordEvent'][];
      /** @description Path and query of the page of older events. */
      next: string | null;
      /**
       * @description `all`: the table is watched, so the writes of Django and of others are among these; `api`: only those that came through this API.
       * @enum {string}
       */
      covers: 'api' | 'all';
    };
    /**
     * @example {
     *       "id": 4711,
     *       "model": "blog.asset_db",
     *       "key": "7",
     *       "kind": "updated",
     *       "source": "api",
     *       "actor": {
     *         "id": 1,
     *         "username": "wang.wei"
     *       },
     *       "note": null,
     *       "changes": {
     *         "status": {
     *           "before": "Online",
     *           "after": "Offline"
     *         }
     *       },
     *       "created_at": "2026-11-02T08:00:00.000Z"
     *     }
     */
    RecordEvent: {
      id: number;
      model: string;
      /** @description The primary key of the row as text; null where it is not shown. */
      key: string | null;
      /** @enum {string} */
      kind: 'created' | 'updated' | 'deleted';
      /** @enum {string} */
      source: 'api' | 'database';
      actor: {
        /** @description A number; beyond 2^53 its digits; a UUID where the model of users has such a key. */
        id: number | string;
        username: string | null;
      } | null;
      /** @description What the writer said beside the change. */
      note: string | null;
      /** @description By field; empty where nobody watches the values. */
      changes: {
        [key: string]: {
          before: unknown;
          after: unknown;
        };
      };
      created_at: string | null;
    };
    /**
     * @example {
     *       "model": "blog.asset_db",
     *       "key": "SN-0007",
     *       "holder": {
     *         "id": 1,
     *         "username": "wang.wei"
     *       },
     *       "taken_at": "2026-11-02T07:40:00.000Z",
     *       "expires_at": "2026-11-02T08:05:00.000Z",
     *       "seconds_left": 300
     *     }
     */
    RecordLease: {
      model: string;
      /** @description What stands for the row in paths. */
      key: unknown;
      holder: {
        /** @description A number; beyond 2^53 its digits; a UUID where the model of users has such a key. */
        id: number | string;
        username: string | null;
      };
      /** @description Since when they edit; null where a process of version 0.1 gave the lease. */
      taken_at: string | null;
      /**
       * Format: date-time
       * @description By the clock of the database.
       */
      expires_at: string;
      seconds_left: number;
    };
    /**
     * @example {
     *       "model": "blog.asset_db",
     *       "key": "SN-0007",
     *       "holder": {
     *         "id": 1,
     *         "username": "wang.wei"
     *       },
     *       "taken_at": "2026-11-02T07:40:00.000Z",
     *       "expires_at": "2026-11-02T08:05:00.000Z",
     *       "seconds_left": 300,
     *       "token": "5f0c3c1e9a7d4b62a1d8e7f60b9c2d43"
     *     }
     */
    HeldRecordLease: {
      model: string;
      /** @description What stands for the row in paths. */
      key: unknown;
      holder: {
        /** @description A number; beyond 2^53 its digits; a UUID where the model of users has such a key. */
        id: number | string;
        username: string | null;
      };
      /** @description Since when they edit; null where a process of version 0.1 gave the lease. */
      taken_at: string | null;
      /**
       * Format: date-time
       * @description By the clock of the database.
       */
      expires_at: string;
      seconds_left: number;
      /** @description For the header Lease-Token. */
      token: string;
    };
    /**
     * @example {
     *       "transactions": [
     *         {
     *           "id": "1834",
     *           "connection": 21,
     *           "age_seconds": 12,
     *           "is_waiting": false,
     *           "statement": null,
     *           "rows_locked": 1,
     *           "rows_changed": 1,
     *           "asset_ids": [
     *             7
     *           ],
     *           "waits_for": []
     *         },
     *         {
     *           "id": "1835",
     *           "connection": 24,
     *           "age_seconds": 3,
     *           "is_waiting": true,
     *           "statement": "SELECT FOR UPDATE",
     *           "rows_locked": 1,
     *           "rows_changed": 0,
     *           "asset_ids": [],
     *           "waits_for": [
     *             {
     *               "transaction": "1834",
     *               "table": "assets_asset",
     *               "asset_id": 7
     *             }
     *           ]
     *         }
     *       ]
     *     }
     */
    Locks: {
      /** @description Oldest first. */
      transactions: components['schemas']['Transaction'][];
    };
    Transaction: {
      /** @description As the server names it; each answer is a moment of its own. */
      id: string;
      /** @description For KILL. */
      connection: number;
      age_seconds: number;
      is_waiting: boolean;
      /** @description Its kind only; null between two statements. */
      statement: string | null;
      /** @description As the server estimates it. */
      rows_locked: number;
      rows_changed: number;
      /** @description Locked assets; MariaDB shows only those that others wait for. */
      asset_ids: number[];
      waits_for: {
        /** @description Who holds what is waited for. */
        transaction: string;
        table: string;
        /** @description Null where the lock is none on one row of the assets. */
        asset_id: number | null;
      }[];
    };
    /**
     * @example {
     *       "looked_at": "2026-11-02T08:00:00.000Z",
     *       "healthy": true,
     *       "server": {
     *         "version": "11.8.3-MariaDB",
     *         "database": "site"
     *       },
     *       "findings": [
     *         {
     *           "level": "warning",
     *           "message": "There is no session yet",
     *           "remedy": "Log in on the site once, then ask again: only a session proves SECRET_KEY."
     *         },
     *         {
     *           "level": "good",
     *           "message": "The database keeps what Lockstep relies on",
     *           "remedy": null
     *         }
     *       ],
     *       "environment": {
     *         "DJANGO_VERSION": "5.2",
     *         "USE_TZ": "true"
     *       }
     *     }
     */
    Doctor: {
      /** Format: date-time */
      looked_at: string;
      /** @description Whether there is no problem among the findings. */
      healthy: boolean;
      server: {
        version: string;
        database: string;
      };
      /** @description Problems first, then warnings. */
      findings: components['schemas']['Finding'][];
      /** @description What to set, as far as the rows of the site show it; no secrets. */
      environment: {
        [key: string]: string;
      };
    };
    Finding: {
      /**
       * @description problem: with the present environment something will not work; warning: somebody should look at it.
       * @enum {string}
       */
      level: 'problem' | 'warning' | 'good';
      message: string;
      /** @description What to do about it. */
      remedy: string | null;
    };
    /** @description RFC 9457. Some codes carry further members, as `errors` or `retry_after`. */
    Problem: {
      /** Format: uri-reference */
      type: string;
      /** @description The same for every problem of this code. */
      title: string;
      status: number;
      /** @description What happened here and what to do next. */
      detail: string;
      /** @enum {string} */
      code:
        | 'bad_request'
        | 'malformed_json'
        | 'malformed_header'
        | 'malformed_uri'
        | 'validation_failed'
        | 'invalid_value'
        | 'unknown_field'
        | 'required'
        | 'field_not_editable'
        | 'invalid_cursor'
        | 'invalid_lookup'
        | 'invalid_regex'
        | 'malformed_import'
        | 'private_session_key'
        | 'session_interrupted'
        | 'unknown_position'
        | 'not_authenticated'
        | 'invalid_credentials'
        | 'permission_denied'
        | 'model_read_only'
        | 'add_not_allowed'
        | 'delete_not_allowed'
        | 'csrf_failed'
        | 'not_found'
        | 'asset_not_found'
        | 'model_not_found'
        | 'record_not_found'
        | 'inventory_off'
        | 'lease_not_found'
        | 'session_not_found'
        | 'user_not_found'
        | 'method_not_allowed'
        | 'not_acceptable'
        | 'request_timeout'
        | 'asset_held'
        | 'asset_not_held'
        | 'status_not_allowed'
        | 'not_enough_assets'
        | 'not_enough_rows'
        | 'too_many_matched'
        | 'conflict'
        | 'no_key'
        | 'duplicate_key'
        | 'not_unique'
        | 'related_missing'
        | 'duplicate_value'
        | 'still_referenced'
        | 'password_changed_meanwhile'
        | 'username_taken'
        | 'session_unreadable'
        | 'gone'
        | 'precondition_failed'
        | 'lease_lost'
        | 'session_too_large'
        | 'payload_too_large'
        | 'too_large_for_database'
        | 'row_too_large'
        | 'uri_too_long'
        | 'unsupported_media_type'
        | 'expectation_failed'
        | 'import_refused'
        | 'idempotency_key_reused'
        | 'pickle_refused'
        | 'unprocessable'
        | 'row_locked'
        | 'lease_held'
        | 'precondition_required'
        | 'rate_limited'
        | 'too_many_own_listeners'
        | 'headers_too_large'
        | 'internal_error'
        | 'not_implemented'
        | 'database_unavailable'
        | 'hashing_busy'
        | 'inventory_unavailable'
        | 'limits_unknown'
        | 'locks_hidden'
        | 'missing_rights'
        | 'not_ready'
        | 'not_attempted'
        | 'query_timeout'
        | 'schema_changed'
        | 'service_unavailable'
        | 'too_many_listeners'
        | 'triggers_broken'
        | 'try_again';
      /** @description The id under which the log knows this request. */
      request_id: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  Health_live: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It does */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Live'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Health_ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Send requests here */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ready'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Health_scrape: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One sample a line */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /** @example process_start_time_seconds 1793610000 */
          'text/plain': string;
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OwnSession_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Empty for a new visitor */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnSession'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OwnSession_change: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The session as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnSession'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `session_too_large`: The session is too large; `payload_too_large`: The body is too large; `too_large_for_database`: Too large for the database; `row_too_large`: The row is too large for the database */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Sessions_list: {
    parameters: {
      query?: {
        user_id?: string;
        active?: '0' | '1' | 'true' | 'false';
        limit?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Newest expiry first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionList'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Sessions_endAll: {
    parameters: {
      query: {
        user_id: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description How many */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EndedSessions'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Sessions_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description With its data */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Sessions_end: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Sessions_decode: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          session_data: string;
        };
      };
    };
    responses: {
      /** @description Also of one no key verifies */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DecodedSession'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Auth_token: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description For the header X-CSRFToken */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CsrfToken'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Auth_login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          username: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description Who is logged in now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited`: Too many requests; `too_many_own_listeners`: You listen to the events too often */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Auth_logout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Logged out */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Auth_me: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Who is logged in */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Auth_changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          old_password: string;
          new_password: string;
        };
      };
    };
    responses: {
      /** @description Changed; this session goes on */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited`: Too many requests; `too_many_own_listeners`: You listen to the events too often */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Users_search: {
    parameters: {
      query?: {
        search?: string;
        limit?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description By user name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserList'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AssetList_list: {
    parameters: {
      query?: {
        /**
         * @description Any number of parameters `FIELD[__PART][__not][__LOOKUP]=VALUE`, or the same as `lookups[FIELD…]=VALUE`, which generated clients send, spelled and meant as in Django's `filter(**kwargs)`; a row has to fit all of them.
         *
         *     - **Lookups**: `exact` (when none is named), `iexact`, `contains`, `icontains`, `startswith`, `istartswith`, `endswith`, `iendswith`, `in`, `gt`, `gte`, `lt`, `lte`, `range`, `isnull`, `regex`, `iregex`.
         *     - **Parts** of dates and times: `date`, `time`, `year`, `iso_year`, `quarter`, `month`, `week`, `week_day`, `iso_week_day`, `day`, `hour`, `minute`, `second` (in UTC), with a lookup behind them or without.
         *     - `not` before the lookup negates as `exclude()` does.
         *     - **Lists** (`in`, `range`) have commas in between; where a value has a comma itself, a JSON array is taken.
         *     - **JSON**: `custom__KEY__KEY`, digits for the place in an array; compared with JSON, and with a text where the value is none. Further lookups are `contained_by`, `has_key`, `has_keys`, `has_any_keys`.
         *
         *     Fields: `id`, `asset_tag`, `name`, `serial`, `status`, `category`, `manufacturer`, `model`, `site`, `rack`, `rack_unit`, `ip_address`, `mac_address`, `assigned_to_id`, `assigned_to`, `checked_out_at`, `due_at`, `purchased_on`, `warranty_until`, `cost`, `notes`, `custom`, `version`, `created_at`, `updated_at`, `pk`, `assigned_to__username`, `assigned_to__first_name`, `assigned_to__last_name`, `assigned_to__is_active`.
         */
        lookups?: {
          [key: string]: string;
        };
        /** @description Words; each of them stands somewhere in the texts of the asset. */
        search?: string;
        /** @description Fields, `-` for descending, NULL first; `id` is added so that no two rows share a place. Of: id, asset_tag, name, serial, status, category, manufacturer, model, site, rack, rack_unit, ip_address, mac_address, assigned_to_id, checked_out_at, due_at, purchased_on, warranty_until, cost, version, created_at, updated_at. */
        ordering?: string;
        /** @description What is shown of every asset. Of: id, asset_tag, name, serial, status, category, manufacturer, model, site, rack, rack_unit, ip_address, mac_address, assigned_to_id, checked_out_at, due_at, purchased_on, warranty_until, cost, notes, custom, version, created_at, updated_at. */
        fields?: string;
        /** @description Where the page begins or ends; taken from `next` or `previous`. */
        cursor?: string;
        /** @description Rows on a page. */
        limit?: number;
        /** @description Whether to count all rows that fit the filters. */
        count?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AssetList'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Assets_create: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AssetCreate'];
      };
    };
    responses: {
      /** @description The asset as it was written */
      201: {
        headers: {
          /**
           * @description Names this version of the asset; for If-Match and If-None-Match.
           * @example "7.3"
           */
          ETag: string;
          /**
           * @description The path of the new asset.
           * @example /api/assets/7
           */
          Location: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asset'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Bulk_remove: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BulkDelete'];
      };
    };
    responses: {
      /** @description What was deleted */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkResult'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Bulk_change: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BulkPatch'];
      };
    };
    responses: {
      /** @description What was changed */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkResult'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AssetList_search: {
    parameters: {
      query?: {
        key?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The term and what it finds */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FoundAssets'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Transfer_export: {
    parameters: {
      query?: {
        /** @description Without it `Accept` decides; CSV when that does not. */
        format?: 'csv' | 'ndjson';
        /** @description Begins CSV with a byte order mark, as Excel wants it. */
        bom?: boolean;
        /**
         * @description Any number of parameters `FIELD[__PART][__not][__LOOKUP]=VALUE`, or the same as `lookups[FIELD…]=VALUE`, which generated clients send, spelled and meant as in Django's `filter(**kwargs)`; a row has to fit all of them.
         *
         *     - **Lookups**: `exact` (when none is named), `iexact`, `contains`, `icontains`, `startswith`, `istartswith`, `endswith`, `iendswith`, `in`, `gt`, `gte`, `lt`, `lte`, `range`, `isnull`, `regex`, `iregex`.
         *     - **Parts** of dates and times: `date`, `time`, `year`, `iso_year`, `quarter`, `month`, `week`, `week_day`, `iso_week_day`, `day`, `hour`, `minute`, `second` (in UTC), with a lookup behind them or without.
         *     - `not` before the lookup negates as `exclude()` does.
         *     - **Lists** (`in`, `range`) have commas in between; where a value has a comma itself, a JSON array is taken.
         *     - **JSON**: `custom__KEY__KEY`, digits for the place in an array; compared with JSON, and with a text where the value is none. Further lookups are `contained_by`, `has_key`, `has_keys`, `has_any_keys`.
         *
         *     Fields: `id`, `asset_tag`, `name`, `serial`, `status`, `category`, `manufacturer`, `model`, `site`, `rack`, `rack_unit`, `ip_address`, `mac_address`, `assigned_to_id`, `assigned_to`, `checked_out_at`, `due_at`, `purchased_on`, `warranty_until`, `cost`, `notes`, `custom`, `version`, `created_at`, `updated_at`, `pk`, `assigned_to__username`, `assigned_to__first_name`, `assigned_to__last_name`, `assigned_to__is_active`.
         */
        lookups?: {
          [key: string]: string;
        };
        /** @description Words; each of them stands somewhere in the texts of the asset. */
        search?: string;
        /** @description Fields, `-` for descending, NULL first; `id` is added so that no two rows share a place. Of: id, asset_tag, name, serial, status, category, manufacturer, model, site, rack, rack_unit, ip_address, mac_address, assigned_to_id, checked_out_at, due_at, purchased_on, warranty_until, cost, version, created_at, updated_at. */
        ordering?: string;
        /** @description What is shown of every asset. Of: id, asset_tag, name, serial, status, category, manufacturer, model, site, rack, rack_unit, ip_address, mac_address, assigned_to_id, checked_out_at, due_at, purchased_on, warranty_until, cost, notes, custom, version, created_at, updated_at. */
        fields?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file, while it is made */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example id,asset_tag,name,serial,status,category,manufacturer,model,site,rack,rack_unit,ip_address,mac_address,assigned_to_id,checked_out_at,due_at,purchased_on,warranty_until,cost,notes,custom,version,created_at,updated_at
           *     7,LOCK-000007,r5300g4-24-22,J900ABCD,deployed,server,ZTE,R5300 G4,Shanghai,24,22,10.24.0.22,00:1A:2B:3C:4D:5E,1,2026-11-02T08:00:00.000Z,,2026-01-31,2029-01-31,4999.00,,"{""power"":""A+B""}",3,2026-02-01T09:30:00.000Z,2026-11-02T08:00:00.000Z
           */
          'text/csv': string;
          /**
           * @example {
           *       "id": 7,
           *       "asset_tag": "LOCK-000007",
           *       "name": "r5300g4-24-22",
           *       "serial": "J900ABCD",
           *       "status": "deployed",
           *       "category": "server",
           *       "manufacturer": "ZTE",
           *       "model": "R5300 G4",
           *       "site": "Shanghai",
           *       "rack": "24",
           *       "rack_unit": 22,
           *       "ip_address": "10.24.0.22",
           *       "mac_address": "00:1A:2B:3C:4D:5E",
           *       "assigned_to_id": 1,
           *       "checked_out_at": "2026-11-02T08:00:00.000Z",
           *       "due_at": null,
           *       "purchased_on": "2026-01-31",
           *       "warranty_until": "2029-01-31",
           *       "cost": "4999.00",
           *       "notes": "",
           *       "custom": {
           *         "power": "A+B"
           *       },
           *       "version": 3,
           *       "created_at": "2026-02-01T09:30:00.000Z",
           *       "updated_at": "2026-11-02T08:00:00.000Z"
           *     }
           */
          'application/x-ndjson': {
            id?: number;
            asset_tag?: string;
            name?: string;
            serial?: string | null;
            /** @enum {string} */
            status?: 'in_stock' | 'deployed' | 'maintenance' | 'retired' | 'lost';
            category?: string;
            manufacturer?: string;
            model?: string;
            site?: string;
            rack?: string;
            rack_unit?: number | null;
            ip_address?: string | null;
            mac_address?: string | null;
            assigned_to_id?: (number | string) | null;
            checked_out_at?: string | null;
            due_at?: string | null;
            purchased_on?: string | null;
            warranty_until?: string | null;
            cost?: string | null;
            notes?: string;
            custom?: {
              [key: string]: unknown;
            };
            version?: number;
            created_at?: string | null;
            updated_at?: string | null;
          };
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_acceptable`: None of the accepted media types can be given */
      406: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Transfer_import: {
    parameters: {
      query?: {
        /** @description The column by which a row finds its asset. */
        key?: 'asset_tag' | 'serial';
        /** @description All rows or none; or every row that can be written. */
        mode?: 'atomic' | 'rows';
        /** @description What stands between two cells of CSV; without it the file tells. */
        delimiter?: ',' | ';' | '\t' | 'comma' | 'semicolon' | 'tab';
        /** @description Tries everything and writes nothing. */
        dry_run?: '0' | '1' | 'true' | 'false';
      };
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path?: never;
      cookie?: never;
    };
    /** @description UTF-8; with a header in CSV, separated by commas, semicolons or tabs. Columns that only the database sets are passed over. A form has just one file. */
    requestBody: {
      content: {
        'text/csv': string;
        'application/x-ndjson': string;
        'application/vnd.ms-excel': string;
        'multipart/form-data': string;
      };
    };
    responses: {
      /** @description A line for each row, then a summary */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson':
            | {
                line: number;
                /** @enum {string} */
                result: 'created' | 'updated' | 'unchanged' | 'failed';
                /** @description The primary key; absent when the row failed. */
                id?: number | string;
                /** @description Why the row failed. */
                errors?: {
                  field: string;
                  code: string;
                  message: string;
                }[];
              }
            | {
                /**
                 * @example {
                 *       "rows": 2,
                 *       "created": 1,
                 *       "updated": 0,
                 *       "unchanged": 0,
                 *       "failed": 1,
                 *       "dry_run": false
                 *     }
                 */
                summary: {
                  rows: number;
                  created: number;
                  updated: number;
                  unchanged: number;
                  failed: number;
                  dry_run: boolean;
                };
              };
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `session_too_large`: The session is too large; `payload_too_large`: The body is too large; `too_large_for_database`: Too large for the database; `row_too_large`: The row is too large for the database */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The media type is not supported */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out
       *
       *     `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Assets_read: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of the asset as you have it. */
        'If-None-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The asset as it is now */
      200: {
        headers: {
          /**
           * @description Names this version of the asset; for If-Match and If-None-Match.
           * @example "7.3"
           */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asset'];
        };
      };
      /** @description As If-None-Match says */
      304: {
        headers: {
          /**
           * @description Names this version of the asset; for If-Match and If-None-Match.
           * @example "7.3"
           */
          ETag: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Assets_remove: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Assets_change: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AssetPatch'];
      };
    };
    responses: {
      /** @description The asset as it is now */
      200: {
        headers: {
          /**
           * @description Names this version of the asset; for If-Match and If-None-Match.
           * @example "7.3"
           */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asset'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AssetHistory_read: {
    parameters: {
      query?: {
        limit?: string;
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['History'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Custody_checkOut: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CheckOut'];
      };
    };
    responses: {
      /** @description The asset with its new holder */
      200: {
        headers: {
          /**
           * @description Names this version of the asset; for If-Match and If-None-Match.
           * @example "7.3"
           */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asset'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Custody_checkIn: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CheckIn'];
      };
    };
    responses: {
      /** @description The asset without a holder */
      200: {
        headers: {
          /**
           * @description Names this version of the asset; for If-Match and If-None-Match.
           * @example "7.3"
           */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asset'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Custody_transition: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Transition'];
      };
    };
    responses: {
      /** @description The asset in its new status */
      200: {
        headers: {
          /**
           * @description Names this version of the asset; for If-Match and If-None-Match.
           * @example "7.3"
           */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asset'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Bulk_allocate: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Allocate'];
      };
    };
    responses: {
      /** @description The assets that were taken */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            results: components['schemas']['Asset'][];
          };
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Batch_run: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Batch'];
      };
    };
    responses: {
      /** @description What became of each */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BatchResult'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Lease_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The lease, without its token */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lease'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Lease_take: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LeaseWish'];
      };
    };
    responses: {
      /** @description The lease with its token */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HeldLease'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Lease_giveUp: {
    parameters: {
      query?: never;
      header?: {
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description There is no lease now */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Events_listen: {
    parameters: {
      query?: {
        /** @description Labels of models between commas, as `blog.asset_db`; without it the events of the inventory. */
        model?: string | string[];
        /** @description Primary keys of rows between commas. */
        key?: string | string[];
        /** @description Ids between commas. */
        asset_id?: string;
        /** @description `created`, `updated`, `deleted`, between commas. */
        kind?: string;
        /** @description `database`, and for what came through this API `api` or, in the inventory, `lockstep`; between commas. */
        source?: string;
        /** @description Ids of users between commas. */
        actor_id?: string;
        /** @description For clients that cannot send Last-Event-ID. */
        last_event_id?: string;
      };
      header?: {
        /** @description Go on behind this event. */
        'Last-Event-ID'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Blocks with `id` (ascending), `event` (the kind) and `data` (an AssetEvent; for other models a RecordEvent). */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example id: 12
           *     event: updated
           *     data: {"id":4711,"asset_id":7,"kind":"updated"}
           */
          'text/event-stream': string;
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `rate_limited`: Too many requests; `too_many_own_listeners`: You listen to the events too often */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordTransfer_export: {
    parameters: {
      query?: {
        /** @description Without it `Accept` decides; CSV when that does not. */
        format?: 'csv' | 'ndjson';
        /** @description Begins CSV with a byte order mark, as Excel wants it. */
        bom?: boolean;
        /** @description Any number of parameters `FIELD[__RELATED_FIELD…][__PART][__not][__LOOKUP]=VALUE`, or the same as `lookups[FIELD…]=VALUE`, which generated clients send, spelled and meant as in Django's `filter(**kwargs)`, along at most three relations: `ethernets__e_model=i350`. Which fields, relations and lookups there are is in `GET /api/models`. */
        lookups?: {
          [key: string]: string;
        };
        /** @description Words; each of them stands somewhere in the `search_fields`. */
        search?: string;
        /** @description Fields, `-` for descending, NULL first; a unique key is added so that no two rows share a place. */
        ordering?: string;
        /** @description The fields and many-to-many relations that are shown. */
        fields?: string;
      };
      header?: never;
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file, while it is made */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example id,serverno,status,ethernets
           *     7,SN-0007,Online,"[3,4]"
           */
          'text/csv': string;
          /**
           * @example {
           *       "id": 7,
           *       "serverno": "SN-0007",
           *       "status": "Online",
           *       "ethernets": [
           *         3,
           *         4
           *       ]
           *     }
           */
          'application/x-ndjson': {
            [key: string]: unknown;
          };
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_acceptable`: None of the accepted media types can be given */
      406: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordTransfer_import: {
    parameters: {
      query?: {
        /** @description The unique field by which a line finds its row; else `lookup_field`. */
        key?: string;
        /** @description All rows or none; or every row that can be written. */
        mode?: 'atomic' | 'rows';
        /** @description What stands between two cells of CSV; without it the file tells. */
        delimiter?: ',' | ';' | '\t' | 'comma' | 'semicolon' | 'tab';
        /** @description Tries everything and writes nothing. */
        dry_run?: '0' | '1' | 'true' | 'false';
      };
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
      };
      cookie?: never;
    };
    /** @description UTF-8; with a header in CSV, separated by commas, semicolons or tabs. Columns that only the database sets are passed over. A form has just one file. */
    requestBody: {
      content: {
        'text/csv': string;
        'application/x-ndjson': string;
        'application/vnd.ms-excel': string;
        'multipart/form-data': string;
      };
    };
    responses: {
      /** @description A line for each row, then a summary */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson':
            | {
                line: number;
                /** @enum {string} */
                result: 'created' | 'updated' | 'unchanged' | 'failed';
                /** @description The primary key; absent when the row failed. */
                id?: number | string;
                /** @description Why the row failed. */
                errors?: {
                  field: string;
                  code: string;
                  message: string;
                }[];
              }
            | {
                /**
                 * @example {
                 *       "rows": 2,
                 *       "created": 1,
                 *       "updated": 0,
                 *       "unchanged": 0,
                 *       "failed": 1,
                 *       "dry_run": false
                 *     }
                 */
                summary: {
                  rows: number;
                  created: number;
                  updated: number;
                  unchanged: number;
                  failed: number;
                  dry_run: boolean;
                };
              };
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `session_too_large`: The session is too large; `payload_too_large`: The body is too large; `too_large_for_database`: Too large for the database; `row_too_large`: The row is too large for the database */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The media type is not supported */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Records_describe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description By label */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ModelList'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Records_list: {
    parameters: {
      query?: {
        /** @description Any number of parameters `FIELD[__RELATED_FIELD…][__PART][__not][__LOOKUP]=VALUE`, or the same as `lookups[FIELD…]=VALUE`, which generated clients send, spelled and meant as in Django's `filter(**kwargs)`, along at most three relations: `ethernets__e_model=i350`. Which fields, relations and lookups there are is in `GET /api/models`. */
        lookups?: {
          [key: string]: string;
        };
        /** @description Words; each of them stands somewhere in the `search_fields`. */
        search?: string;
        /** @description The fields and many-to-many relations that are shown. */
        fields?: string;
        /** @description Relations whose rows are shown as well: those to one row, and many-to-many ones. */
        expand?: string;
        /** @description Fields, `-` for descending, NULL first; a unique key is added so that no two rows share a place. */
        ordering?: string;
        /** @description Where the page begins or ends; taken from `next` or `previous`. */
        cursor?: string;
        /** @description Rows at most. */
        limit?: number;
        /** @description Whether to count all rows that fit the filters. */
        count?: boolean;
        /** @description Whether to give the ETag of each row. */
        etags?: boolean;
      };
      header?: never;
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecordList'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordWrites_create: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecordValues'];
      };
    };
    responses: {
      /** @description The row as it was stored */
      201: {
        headers: {
          /**
           * @description Names the row as it is, hidden columns included; for If-None-Match. Not with `expand`.
           * @example "4Zb0mWmN2x1xk0Q8x1Yk3A"
           */
          ETag?: string;
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Record'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordWrites_removeMany: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecordsDelete'];
      };
    };
    responses: {
      /** @description What was deleted */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecordsResult'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordWrites_changeMany: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecordsPatch'];
      };
    };
    responses: {
      /** @description What was changed */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecordsResult'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Records_aggregate: {
    parameters: {
      query?: {
        /** @description Any number of parameters `FIELD[__RELATED_FIELD…][__PART][__not][__LOOKUP]=VALUE`, or the same as `lookups[FIELD…]=VALUE`, which generated clients send, spelled and meant as in Django's `filter(**kwargs)`, along at most three relations: `ethernets__e_model=i350`. Which fields, relations and lookups there are is in `GET /api/models`. */
        lookups?: {
          [key: string]: string;
        };
        /** @description Words; each of them stands somewhere in the `search_fields`. */
        search?: string;
        /** @description Fields whose values make the groups; without them all rows are one. */
        by?: string;
        /** @description Fields to add up: `memory` gives `memory__sum`. */
        sum?: string;
        /** @description Fields whose average is given. */
        avg?: string;
        /** @description Fields whose least value is given. */
        min?: string;
        /** @description Fields whose greatest value is given. */
        max?: string;
        /** @description Rows at most. */
        limit?: number;
      };
      header?: never;
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description By the values of the groups */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Groups'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Records_read: {
    parameters: {
      query?: {
        /** @description The fields and many-to-many relations that are shown. */
        fields?: string;
        /** @description Relations whose rows are shown as well: those to one row, and many-to-many ones. */
        expand?: string;
      };
      header?: {
        /** @description The ETag of the row as you have it. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
        /** @description The value of the field that `GET /api/models` calls `lookup_field`. */
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The row as it is now */
      200: {
        headers: {
          /**
           * @description Names the row as it is, hidden columns included; for If-None-Match. Not with `expand`.
           * @example "4Zb0mWmN2x1xk0Q8x1Yk3A"
           */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Record'];
        };
      };
      /** @description As If-None-Match says */
      304: {
        headers: {
          /**
           * @description Names the row as it is, hidden columns included; for If-None-Match. Not with `expand`.
           * @example "4Zb0mWmN2x1xk0Q8x1Yk3A"
           */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordWrites_put: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
        /** @description The value of the field that `GET /api/models` calls `lookup_field`. */
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecordValues'];
      };
    };
    responses: {
      /** @description The row as it is now */
      200: {
        headers: {
          /**
           * @description Names the row as it is, hidden columns included; for If-None-Match. Not with `expand`.
           * @example "4Zb0mWmN2x1xk0Q8x1Yk3A"
           */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Record'];
        };
      };
      /** @description The row as it was stored */
      201: {
        headers: {
          /**
           * @description Names the row as it is, hidden columns included; for If-None-Match. Not with `expand`.
           * @example "4Zb0mWmN2x1xk0Q8x1Yk3A"
           */
          ETag?: string;
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Record'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordWrites_remove: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
        /** @description The value of the field that `GET /api/models` calls `lookup_field`. */
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordWrites_change: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
        /** @description The value of the field that `GET /api/models` calls `lookup_field`. */
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecordValues'];
        'application/merge-patch+json': components['schemas']['RecordValues'];
      };
    };
    responses: {
      /** @description The row as it is now */
      200: {
        headers: {
          /**
           * @description Names the row as it is, hidden columns included; for If-None-Match. Not with `expand`.
           * @example "4Zb0mWmN2x1xk0Q8x1Yk3A"
           */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Record'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordWrites_claim: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Claim'];
      };
    };
    responses: {
      /** @description The rows that were taken */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Claimed'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordBatch_run: {
    parameters: {
      query?: never;
      header?: {
        /** @description A text of your own; sent again within 24 hours, the write is not done again and its answer repeated. */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecordBatch'];
      };
    };
    responses: {
      /** @description What became of each */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecordBatchResult'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `asset_held`: Somebody has the asset; `asset_not_held`: Nobody has the asset; `status_not_allowed`: The status does not allow this; `not_enough_assets`: Too few are in stock; `not_enough_rows`: Too few rows are free; `too_many_matched`: The filter matches too many; `conflict`: The present state does not allow this; `no_key`: The rows have no key; `duplicate_key`: A row with this value exists; `not_unique`: Another row has these values; `related_missing`: What it refers to is not there; `duplicate_value`: The value is taken; `still_referenced`: Another table refers to the row; `password_changed_meanwhile`: The password was changed meanwhile; `username_taken`: The user name is taken; `session_unreadable`: The session cannot be read */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `import_refused`: Some rows of the file cannot be written; `idempotency_key_reused`: The Idempotency-Key stands for another request; `pickle_refused`: Pickles are not read; `unprocessable`: The request cannot be carried out */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_required`: If-Match is needed */
      428: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordHistory_read: {
    parameters: {
      query?: {
        limit?: string;
        cursor?: string;
      };
      header?: never;
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
        /** @description The value of the field that `GET /api/models` calls `lookup_field`. */
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecordHistory'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordLeases_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
        /** @description The value of the field that `GET /api/models` calls `lookup_field`. */
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The lease, without its token */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecordLease'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordLeases_take: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of the row as you read it. */
        'If-Match'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
        /** @description The value of the field that `GET /api/models` calls `lookup_field`. */
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LeaseWish'];
      };
    };
    responses: {
      /** @description The lease with its token */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HeldRecordLease'];
        };
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecordLeases_giveUp: {
    parameters: {
      query?: never;
      header?: {
        /** @description The token of your lease on the row. */
        'Lease-Token'?: string;
        /** @description `wait=N`: seconds to wait for a locked row. */
        Prefer?: string;
      };
      path: {
        /** @description `app_label.model`, as `blog.asset_db`. */
        label: string;
        /** @description The value of the field that `GET /api/models` calls `lookup_field`. */
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description There is no lease now */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `bad_request`: The request cannot be understood; `malformed_json`: The body is not JSON; `malformed_header`: A header is malformed; `malformed_uri`: The address is not validly encoded; `validation_failed`: Some fields are not valid; `invalid_value`: A value does not fit its field; `unknown_field`: The field is not known; `required`: A field is missing; `field_not_editable`: The field may not be written; `invalid_cursor`: The cursor is not one of ours; `invalid_lookup`: The lookup is not known; `invalid_regex`: The regular expression is not valid; `malformed_import`: The file cannot be imported; `private_session_key`: The session key belongs to Django; `session_interrupted`: The session ended while the request ran; `unknown_position`: The feed has no such position */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_found`: Not found; `asset_not_found`: There is no such asset; `model_not_found`: There is no such model; `record_not_found`: There is no such row; `inventory_off`: There is no inventory here; `lease_not_found`: Nobody has a lease; `session_not_found`: There is no such session; `user_not_found`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `precondition_failed`: The row was changed by somebody else; `lease_lost`: The lease is over */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `row_locked`: The row is locked; `lease_held`: Somebody is editing the row */
      423: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Locks_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description This moment */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Locks'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Doctor_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The findings */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Doctor'];
        };
      };
      /** @description `not_authenticated`: Log in first; `invalid_credentials`: User name or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `permission_denied`: Not allowed; `model_read_only`: The model is read-only; `add_not_allowed`: Rows may not be added; `delete_not_allowed`: Rows may not be deleted; `csrf_failed`: The CSRF check failed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `database_unavailable`: The database is away; `hashing_busy`: Too many passwords are being checked; `inventory_unavailable`: The inventory cannot be served; `limits_unknown`: The limits cannot be checked; `locks_hidden`: The locks cannot be seen; `missing_rights`: The database account lacks a right; `not_ready`: Not ready for requests; `not_attempted`: The batch ended before; `query_timeout`: The query took too long; `schema_changed`: The table has changed; `service_unavailable`: Not available for the moment; `too_many_listeners`: Too many listen to the events; `triggers_broken`: The triggers of the database do not work; `try_again`: Try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A problem document. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
