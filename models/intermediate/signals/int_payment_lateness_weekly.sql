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
        effective_from,
        effective_to,
        {{ parameter_columns({
            'window_weeks': ['payment_timeliness', 'window_weeks'],
            'grace_hours': ['payment_timeliness', 'grace_hours'],
        }) }}
    from {{ ref('int_signal_parameters') }}
    group by 1, 2, 3
),

invoices as (
    select
        account_id,
        created_at,
        due_on,
        due_at,
        is_due_at_once,
        finalized_at,
        paid_at,
        voided_at,
        uncollectible_at
    from {{ ref('int_invoices') }}
    where
        account_id is not null
        and due_on is not null
        and is_payable
        and not is_outcome_undated
),

windows as (
    select
        billed_weeks.account_id,
        billed_weeks.snapshot_week,
        {{ days_before('billed_weeks.snapshot_week', '7 * parameters.window_weeks') }}
            as window_from,
        parameters.grace_hours
    from billed_weeks
    left join parameters
        on
            billed_weeks.segment = parameters.segment
            and {{ is_in_period('billed_weeks.snapshot_week', 'parameters') }}
),

-- Invoices due in the window, and older ones that are still open.
counted as (
    select
        windows.account_id,
        windows.snapshot_week,
        invoices.due_on,
        invoices.is_due_at_once,
        coalesce(invoices.paid_at < windows.snapshot_week, false) as is_paid,
        case
            when invoices.paid_at < windows.snapshot_week then invoices.paid_at
            else cast(windows.snapshot_week as {{ type_time() }})
        end as late_until,
        case
            when invoices.finalized_at > invoices.due_at then invoices.finalized_at
            else invoices.due_at
        end as payable_from,
        windows.grace_hours
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

-- What the snapshot has not seen paid is late up to the snapshot. A card charged five minutes
-- after the invoice is not late because midnight lies between.
judged as (
    select
        account_id,
        snapshot_week,
        case
            when
                (is_paid or is_due_at_once)
                and {{ hours_between('payable_from', 'late_until') }} < grace_hours
                then 0
            else {{ greatest_of(['0', days_between('due_on', 'late_until')]) }}
        end as days_late
    from counted
),

final as (
    select
        account_id,
        snapshot_week,
        max(days_late) as worst_days_late
    from judged
    group by 1, 2
)

select * from final
