with billed_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive and has_billing_key
),

parameters as (
    select
        segment,
        max(value) as window_weeks
    from {{ ref('int_signal_parameters') }}
    where signal_id = 'payment_timeliness' and parameter = 'window_weeks'
    group by 1
),

invoices as (
    select
        account_id,
        created_at,
        due_on,
        paid_at,
        voided_at,
        uncollectible_at
    from {{ ref('int_invoices') }}
    where
        rejection_reason is null
        and account_id is not null
        and due_on is not null
        and amount_due > 0
        and not is_outcome_undated
),

windows as (
    select
        billed_weeks.account_id,
        billed_weeks.snapshot_week,
        {{ days_before('billed_weeks.snapshot_week', '7 * parameters.window_weeks') }}
            as window_from
    from billed_weeks
    left join parameters on billed_weeks.segment = parameters.segment
),

-- Invoices due in the window, and older ones that are still open.
counted as (
    select
        windows.account_id,
        windows.snapshot_week,
        invoices.due_on,
        invoices.paid_at
    from windows
    inner join invoices
        on
            windows.account_id = invoices.account_id
            and windows.snapshot_week > invoices.created_at
            and windows.snapshot_week > invoices.due_on
            and coalesce(windows.snapshot_week <= invoices.voided_at, true)
            and (
                windows.window_from <= invoices.due_on
                or (
                    coalesce(windows.snapshot_week <= invoices.paid_at, true)
                    and coalesce(windows.snapshot_week <= invoices.uncollectible_at, true)
                )
            )
),

-- What the snapshot has not seen paid is late up to the snapshot.
final as (
    select
        account_id,
        snapshot_week,
        max(
            greatest(
                0,
                case
                    when paid_at < snapshot_week then {{ days_between('due_on', 'paid_at') }}
                    else {{ days_between('due_on', 'snapshot_week') }}
                end
            )
        ) as worst_days_late
    from counted
    group by 1, 2
)

select * from final
